# For those who want an image. It holds the bundled program and nothing else:
#   docker build -t oci-assay .
#   mkdir -p reports
#   docker run --rm --network host --user "$(id -u):$(id -g)" -v "$PWD/reports:/assay/reports" \
#     oci-assay run http://localhost:5000
# What builds it has programs for glibc; what it builds is JavaScript alone.
FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
# Of the scripts those that the bundle is made by: others are built with tests and registries.
COPY scripts/bundle.ts scripts/bundled-packages.ts scripts/licences.ts scripts/sbom.ts scripts/store.ts scripts/
COPY src src
COPY suites suites
COPY schemas schemas
RUN npm run build

FROM node:24-alpine
WORKDIR /opt/oci-assay
COPY --from=build /build/package.json ./
COPY --from=build /build/schemas schemas
COPY --from=build /build/dist/bin dist/bin
RUN ln -s /opt/oci-assay/dist/bin/oci-assay.js /usr/local/bin/oci-assay \
 && chmod +x dist/bin/oci-assay.js \
 && mkdir -p /assay/reports && chown -R node:node /assay
WORKDIR /assay
USER node
ENTRYPOINT ["oci-assay"]
CMD ["--help"]
