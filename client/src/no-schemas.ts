/**
 * Stands for the schema library in what browsers load. The contracts in `shared` declare schema and type together; the server checks with
 * the schemas, and here only the types are read, so a browser need not fetch a library to build what nobody looks at. Schemas that are made of
 * parts of others read their properties, so nothing has any property, which is nothing again.
 */
type Nothing = { (): Nothing; readonly [name: string]: Nothing };
// A proxy of a function can be called; what it gives for a call and for a property is itself.
const nothing: Nothing = new Proxy((() => nothing) as Nothing, { get: () => nothing });

export default nothing;
