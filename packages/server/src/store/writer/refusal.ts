import { engineCode } from '../engine-client.ts';

/**
 * What a failed insert calls for: `unknown` when it may have happened all the same (repeat it unchanged), `busy` when
 * the engine said no for want of something (repeat it later), `data` when it said no to the rows.
 */
export type Refusal = 'unknown' | 'busy' | 'data';

/** Codes of ClickHouse's ErrorCodes.cpp that blame the data or its fit to the table. */
const DATA_CODES: ReadonlySet<number> = new Set([
  6, // CANNOT_PARSE_TEXT
  8, // THERE_IS_NO_COLUMN
  9, // SIZES_OF_COLUMNS_DOESNT_MATCH
  10, // NOT_FOUND_COLUMN_IN_BLOCK
  16, // NO_SUCH_COLUMN_IN_TABLE
  20, // NUMBER_OF_COLUMNS_DOESNT_MATCH
  26, // CANNOT_PARSE_QUOTED_STRING
  27, // CANNOT_PARSE_INPUT_ASSERTION_FAILED
  32, // ATTEMPT_TO_READ_AFTER_EOF
  33, // CANNOT_READ_ALL_DATA
  36, // BAD_ARGUMENTS
  38, // CANNOT_PARSE_DATE
  41, // CANNOT_PARSE_DATETIME
  43, // ILLEGAL_TYPE_OF_ARGUMENT
  44, // ILLEGAL_COLUMN
  47, // UNKNOWN_IDENTIFIER
  49, // LOGICAL_ERROR
  50, // UNKNOWN_TYPE
  53, // TYPE_MISMATCH
  62, // SYNTAX_ERROR
  69, // ARGUMENT_OUT_OF_BOUND
  70, // CANNOT_CONVERT_TYPE
  72, // CANNOT_PARSE_NUMBER
  117, // INCORRECT_DATA
  128, // TOO_LARGE_ARRAY_SIZE
  131, // TOO_LARGE_STRING_SIZE
  190, // SIZES_OF_ARRAYS_DONT_MATCH
  246, // CORRUPTED_DATA
  261, // UNKNOWN_BLOCK_INFO_FIELD
  271, // CANNOT_DECOMPRESS
  321, // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
  349, // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
  407, // DECIMAL_OVERFLOW
  636, // CANNOT_EXTRACT_TABLE_STRUCTURE
  691, // UNKNOWN_ELEMENT_OF_ENUM
]);

export function refusalOf(error: unknown): Refusal {
  const code = engineCode(error);
  if (code === undefined) return 'unknown';
  return DATA_CODES.has(code) ? 'data' : 'busy';
}
