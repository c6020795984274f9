import { writeFileSync } from 'node:fs';

/**
 * Writes the engine's one user with grants on databases only. It has no grant on any source (FILE, URL, S3, REMOTE,
 * …), so no statement, table engine or dictionary reaches outside; nor may it shut the engine down, make users,
 * functions or back-ups. The password is checked by the host, before a statement comes here.
 */
export function writeUsersFile(path: string): void {
  writeFileSync(
    path,
    `<clickhouse>
  <profiles><default></default></profiles>
  <quotas><default></default></quotas>
  <users>
    <default>
      <password></password>
      <networks><ip>::/0</ip></networks>
      <profile>default</profile>
      <quota>default</quota>
      <grants>
        <query>GRANT SELECT, INSERT, ALTER, CREATE DATABASE, CREATE TABLE, CREATE VIEW, CREATE TEMPORARY TABLE,
          DROP DATABASE, DROP TABLE, DROP VIEW, TRUNCATE, OPTIMIZE, SHOW, KILL QUERY, dictGet,
          SYSTEM MERGES, SYSTEM TTL MERGES, SYSTEM DROP CACHE, SYSTEM VIEWS ON *.*</query>
      </grants>
    </default>
  </users>
</clickhouse>
`,
  );
}
