# docker build --tag notafter .
# The version is exact. Whoever wants the very bytes adds the digest that `docker buildx imagetools inspect` prints for it:
# --build-arg NODE_IMAGE=node:24.21.0-bookworm-slim@sha256:...
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="Notafter" \
      org.opencontainers.image.description="Explains why an endpoint cannot be reached or trusted, and calls the owner before its certificate lapses" \
      org.opencontainers.image.licenses="MIT"
# tini reaps what a killed trace leaves behind, which Node as the first process would not; the others trace the way of packets.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends iproute2 iputils-tracepath mtr-tiny tini \
 && rm -rf /var/lib/apt/lists/*
# A number of its own, the same in every build, so that volumes and Kubernetes can name it.
RUN groupadd --gid 10001 notafter \
 && useradd --uid 10001 --gid 10001 --home-dir /app --no-create-home --shell /usr/sbin/nologin notafter \
 && install --directory --owner=10001 --group=10001 --mode=0700 /data
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json LICENSE ./
COPY bin bin
COPY assets assets
COPY docs/findings/README.md docs/findings/README.md
COPY commands commands
COPY src src
RUN ln -s /app/bin/notafter.js /usr/local/bin/notafter \
 && ln -s /app/bin/notafter-register.js /usr/local/bin/notafter-register
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=2 \
    DATA_DIR=/data \
    CONSOLE_PORT=8080
VOLUME /data
# The page listens on loopback until CONSOLE_HOST and CONSOLE_TOKEN are set.
EXPOSE 8080
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["node", "bin/notafter-health.js"]
ENTRYPOINT ["/usr/bin/tini", "--"]
CMD ["node", "bin/notafter-bot.js"]
