import { writeFileSync } from 'node:fs';

/**
 * Writes the engine's server configuration: a cap on memory, small caches, few background threads, and none of the
 * system log tables, which grow without anyone looking at them.
 */
export function writeConfigFile(
  path: string,
  options: {
    readonly memoryBytes: number;
    readonly usersFile: string;
    readonly scratchDir: string;
    /** Write each insert through to the disk before it is acknowledged: it then survives a loss of power too. */
    readonly fsync: boolean;
  },
): void {
  writeFileSync(
    path,
    `<clickhouse>
  <max_server_memory_usage>${options.memoryBytes}</max_server_memory_usage>
  <mark_cache_size>67108864</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <index_mark_cache_size>33554432</index_mark_cache_size>
  <index_uncompressed_cache_size>0</index_uncompressed_cache_size>
  <mmap_cache_size>0</mmap_cache_size>
  <background_pool_size>2</background_pool_size>
  <background_merges_mutations_concurrency_ratio>1</background_merges_mutations_concurrency_ratio>
  <background_schedule_pool_size>4</background_schedule_pool_size>
  <background_common_pool_size>2</background_common_pool_size>
  <background_fetches_pool_size>1</background_fetches_pool_size>
  <background_move_pool_size>1</background_move_pool_size>
  <background_distributed_schedule_pool_size>1</background_distributed_schedule_pool_size>
  <background_message_broker_schedule_pool_size>1</background_message_broker_schedule_pool_size>
  <background_buffer_flush_schedule_pool_size>1</background_buffer_flush_schedule_pool_size>
  <tables_loader_foreground_pool_size>2</tables_loader_foreground_pool_size>
  <tables_loader_background_pool_size>2</tables_loader_background_pool_size>
  <max_concurrent_queries>100</max_concurrent_queries>
  <users_config>${escapeXml(options.usersFile)}</users_config>
  <user_files_path>${escapeXml(options.scratchDir)}/</user_files_path>
  <merge_tree>
    <fsync_after_insert>${options.fsync ? 1 : 0}</fsync_after_insert>
    <fsync_part_directory>${options.fsync ? 1 : 0}</fsync_part_directory>
    <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>
    <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
    <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
    <max_bytes_to_merge_at_max_space_in_pool>16106127360</max_bytes_to_merge_at_max_space_in_pool>
  </merge_tree>
</clickhouse>
`,
  );
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
