/**
 * Stands for the schema library in what browsers load. The contracts in `shared` declare schema and type together; the server checks with
 * the schemas, and here only the types are read, so a browser need not fetch a library to build what nobody looks at.
 */
const nothing = (): Readonly<Record<string, never>> => ({});

export default new Proxy<Readonly<Record<string, () => unknown>>>({}, { get: () => nothing });
