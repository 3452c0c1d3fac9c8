# One image for every role; ROLES says which a container runs.
FROM node:20-bookworm-slim AS packages
WORKDIR /app
ENV CI=true PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY shared/package.json shared/
COPY server/package.json server/
COPY client/package.json client/
COPY tests/package.json tests/

FROM packages AS build
RUN npx --yes pnpm@12.21.0 install --frozen-lockfile
COPY tsconfig.base.json ./
COPY shared shared
COPY server server
COPY client client
RUN node node_modules/typescript/bin/tsc -b server
RUN cd client && node node_modules/vite/bin/vite.js build

# Without optional packages: PostgreSQL and Redis are services of their own here.
FROM packages AS run
RUN npx --yes pnpm@12.21.0 install --frozen-lockfile --prod --no-optional --filter @floorwalk/server...
COPY --from=build /app/shared/dist shared/dist
COPY --from=build /app/server/dist server/dist
COPY --from=build /app/client/dist client/dist
COPY server/migrations server/migrations
RUN mkdir /data && chown node:node /data
USER node
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4400 FLOORWALK_HOME=/data FLOORWALK_DEMO=false
VOLUME /data
EXPOSE 4400
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --retries=3 CMD ["node", "server/dist/cli/main.js", "doctor", "--running"]
CMD ["node", "server/dist/cli/main.js", "start", "--log", "stdout"]
