import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { Problem } from '@floorwalk/shared/api/problem';
import type { Access } from '../auth/access.ts';

const TITLE = 'Floorwalk';
const DESCRIPTION = `A live supervisor console for contact centres. Facts come in by \`POST /api/v1/events\`; everything that is seen goes out over the socket (see
docs/socket-protocol.md) or can be read here. Refusals are \`application/problem+json\`.`;

/** Describes every route registered afterwards: OpenAPI at `/api/docs/json`, a page to read and try it at `/api/docs`. Needs nothing from elsewhere. */
export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: TITLE, description: DESCRIPTION, version },
      components: {
        securitySchemes: {
          sourceToken: { type: 'http', scheme: 'bearer', description: 'The token of a source, for sending events' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'floorwalk.session_token',
            description: 'A person who signed in',
          },
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description: 'The token of a screen, or of a script on the server’s own machine',
          },
        },
      },
    },
    transform: ({ schema, url, route }) => ({ url, schema: withAccess(schema, route.config?.access) }),
  });
  app.addHook('onRoute', (route) => {
    // The page's own routes are open to everyone and are not part of what it describes.
    if (!route.url.startsWith('/api/docs')) return;
    route.config = { ...route.config, access: 'public' };
    route.schema = { ...route.schema, hide: true };
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: true,
    // An installation on plain HTTP stays on it, and nothing is fetched from elsewhere.
    transformStaticCSP: (header) =>
      header
        .replace(/upgrade-insecure-requests;?/, '')
        .replaceAll(' https:', '')
        .replaceAll(' validator.swagger.io', ''),
    uiConfig: { validatorUrl: null },
  });
}

/** What holds for every route and none of them repeats: who may ask it, and how it refuses. */
function withAccess(schema: FastifySchema | undefined, access: Access | undefined): FastifySchema {
  const refused = {
    description: 'Refused, with the reason and the field',
    content: { 'application/problem+json': { schema: Problem } },
  };
  const response = { ...(schema?.response as object | undefined), default: refused };
  if (access === 'own-token') return { security: [{ sourceToken: [] }], ...schema, response };
  if (access === undefined || access === 'public') return { ...schema, response, security: [] };
  const needs =
    access === 'signed-in'
      ? 'Anyone who is signed in.'
      : `Needs the permission \`${access.permission}\`${WHERE[access.site]}.`;
  const description = [schema?.description, needs].filter((text) => text !== undefined).join('\n\n');
  return { ...schema, response, description, security: [{ session: [] }, { bearer: [] }] };
}

const WHERE: Readonly<Record<Extract<Access, { site: unknown }>['site'], string>> = {
  path: ' on this site',
  query: ' on the site asked about',
  'any-site': ' on a site',
};
