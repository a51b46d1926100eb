import { startPostgres } from "#db/local/postgres.ts";

/** Starts a cluster in a process of its own, to be killed by a test: `node --import tsx postgres-holder.ts <dataDir>`. */
const dataDir = process.argv[2] ?? "";
const { superuserUrl } = await startPostgres({
  dataDir,
  port: 0,
  persistent: true,
  durable: false,
});
process.stdout.write(superuserUrl);
