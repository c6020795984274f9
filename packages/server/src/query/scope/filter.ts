import { VitalfewError } from '../../error.ts';
import type { TimeRange } from './time-range.ts';

/** A condition in engine SQL with the parameters it names. Values are bound, never written into the text. */
export interface Filter {
  readonly where: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Rows of one table within a range; `column` is its time column. */
export function withinRange(range: TimeRange, column = 'time'): Filter {
  return {
    where: `${column} >= fromUnixTimestamp64Milli({from_ms:Int64}) AND ${column} < fromUnixTimestamp64Milli({to_ms:Int64})`,
    params: { from_ms: range.fromMs, to_ms: range.toMs },
  };
}

/** Rows whose column equals the value; everything where no value is given. */
export function equals(column: string, value: string | undefined): Filter {
  if (value === undefined || value === '') return EVERYTHING;
  return { where: `${column} = {${column}_is:String}`, params: { [`${column}_is`]: value } };
}

/** Rows whose column is one of the values, or none of those with a leading `!`. */
export function oneOf(column: string, values: readonly string[] | undefined, type = 'String'): Filter {
  if (values === undefined || values.length === 0) return EVERYTHING;
  const wanted = values.filter((value) => !value.startsWith('!'));
  const excluded = values.filter((value) => value.startsWith('!')).map((value) => value.slice(1));
  if (type !== 'String') {
    const bad = [...wanted, ...excluded].find((value) => !/^\d{1,9}$/.test(value));
    if (bad !== undefined)
      throw new VitalfewError('bad_request', `${column} takes whole numbers, not "${bad}".`);
  }
  const cast = type === 'String' ? (list: string[]) => list : (list: string[]) => list.map(Number);
  return allOf(
    wanted.length === 0
      ? EVERYTHING
      : { where: `${column} IN {${column}_in:Array(${type})}`, params: { [`${column}_in`]: cast(wanted) } },
    excluded.length === 0
      ? EVERYTHING
      : {
          where: `${column} NOT IN {${column}_not:Array(${type})}`,
          params: { [`${column}_not`]: cast(excluded) },
        },
  );
}

/** Rows that satisfy every condition. */
export function allOf(...filters: readonly Filter[]): Filter {
  const effective = filters.filter((filter) => filter !== EVERYTHING);
  if (effective.length === 0) return EVERYTHING;
  return {
    where: effective.map((filter) => `(${filter.where})`).join(' AND '),
    params: Object.assign({}, ...effective.map((filter) => filter.params)),
  };
}

export const EVERYTHING: Filter = { where: '1', params: {} };
