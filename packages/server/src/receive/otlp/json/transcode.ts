import { VitalfewError } from '../../../error.ts';
import { WireWriter } from '../../wire/wire-writer.ts';
import type { EnumNames, Field, Message, Scalar } from './schema.ts';

/** Deeper than any message of OTLP; values within values below it are left out. */
const MAX_DEPTH = 64;
/**
 * Lists, objects and what follows a comma. The shortest of them, `{},`, is an object of some 60 bytes once it is
 * parsed: without this bound a message of 32 MB would take gigabytes. Half a million attributes are as many, in 25 MB.
 */
const MOST_VALUES = 2_000_000;
const INTEGER = /^-?[0-9]{1,20}$/;
const HEX = /^(?:[0-9A-Fa-f]{2})*$/;
const DECODER = new TextDecoder();

const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;

/**
 * OTLP in JSON (proto3's JSON mapping with the exceptions of the OTLP specification: hex ids, enums as
 * numbers too, unknown fields ignored) as the same message in protobuf, so that one decoder serves both. A
 * value of the wrong type becomes a field of the wrong wire type: the decoder then rejects the item it
 * stands in and no other. Throws `bad_request` for what is not a JSON object.
 */
export function transcodeJson(json: Uint8Array, message: Message): Uint8Array {
  const value = parse(json);
  const writer = new WireWriter();
  writeMessage(writer, message, value, 0);
  return writer.finish();
}

function parse(json: Uint8Array): object {
  refuseTooMany(json);
  let value: unknown;
  try {
    value = JSON.parse(DECODER.decode(json));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'it cannot be parsed';
    throw new VitalfewError('bad_request', `The OTLP message is not valid JSON: ${reason.slice(0, 200)}`, {
      cause,
    });
  }
  if (!isObject(value)) throw new VitalfewError('bad_request', 'The OTLP message is not a JSON object.');
  return value;
}

/** Counts before anything is parsed; some 2 ns a byte. */
function refuseTooMany(json: Uint8Array): void {
  let values = 0;
  let isText = false;
  for (let i = 0; i < json.length; i++) {
    switch (json[i]) {
      case 0x5c: // A backslash, and what it stands before.
        i++;
        break;
      case 0x22: // "
        isText = !isText;
        break;
      case 0x2c: // ,
      case 0x5b: // [
      case 0x7b: // {
        if (!isText) values++;
    }
  }
  if (values > MOST_VALUES) {
    throw new VitalfewError(
      'too_large',
      `The OTLP message holds ${values} values in JSON, more than ${MOST_VALUES}: send fewer items at a time, or protobuf.`,
    );
  }
}

function writeMessage(writer: WireWriter, message: Message, value: object, depth: number): void {
  const fields = message.fields();
  for (const [name, item] of Object.entries(value)) {
    const field = fields.get(name);
    if (field === undefined || item === null) continue;
    if (!field.repeated) writeField(writer, field, item, depth);
    else if (Array.isArray(item)) for (const one of item) writeField(writer, field, one, depth);
    else writeWrong(writer, field);
  }
}

function writeField(writer: WireWriter, field: Field, value: unknown, depth: number): void {
  const { type } = field;
  if (typeof type === 'string') {
    if (!writeScalar(writer, field.number, type, value)) writeWrong(writer, field);
  } else if ('names' in type) {
    const number = enumValue(type, value);
    if (number === undefined) writeWrong(writer, field);
    else {
      writer.tag(field.number, VARINT);
      writer.uint32(number);
    }
  } else if (isObject(value)) {
    writer.tag(field.number, DELIMITED);
    const start = writer.begin();
    if (depth < MAX_DEPTH) writeMessage(writer, type, value, depth + 1);
    writer.end(start);
  } else {
    writeWrong(writer, field);
  }
}

/** False, and nothing written, where the value is not of the type. */
function writeScalar(writer: WireWriter, number: number, type: Scalar, value: unknown): boolean {
  switch (type) {
    case 'string':
      if (typeof value !== 'string') return false;
      writer.tag(number, DELIMITED);
      writer.text(value);
      return true;
    case 'hex':
    case 'base64':
      if (typeof value !== 'string' || (type === 'hex' && !HEX.test(value))) return false;
      writer.tag(number, DELIMITED);
      writer.bytes(Buffer.from(value, type));
      return true;
    case 'bool':
      if (typeof value !== 'boolean') return false;
      writer.tag(number, VARINT);
      writer.uint32(value ? 1 : 0);
      return true;
    case 'double': {
      const double = doubleValue(value);
      if (double === undefined) return false;
      writer.tag(number, FIXED64);
      writer.double(double);
      return true;
    }
    default: {
      const integer = integerValue(value);
      if (integer === undefined) return false;
      writeInteger(writer, number, type, integer);
      return true;
    }
  }
}

function writeInteger(writer: WireWriter, number: number, type: Scalar, value: bigint): void {
  if (type === 'fixed64' || type === 'sfixed64') {
    writer.tag(number, FIXED64);
    writer.fixed64(value);
  } else if (type === 'fixed32') {
    writer.tag(number, FIXED32);
    writer.fixed32(Number(BigInt.asUintN(32, value)));
  } else {
    writer.tag(number, VARINT);
    writer.varint(type === 'sint32' ? zigzag(value) : value);
  }
}

/** The field with a wire type that it never has. */
function writeWrong(writer: WireWriter, field: Field): void {
  const { type } = field;
  const isVarint =
    typeof type === 'string'
      ? ['bool', 'int64', 'uint64', 'uint32', 'sint32'].includes(type)
      : 'names' in type;
  if (isVarint) {
    writer.tag(field.number, FIXED64);
    writer.fixed64(0n);
  } else {
    writer.tag(field.number, VARINT);
    writer.uint32(0);
  }
}

function integerValue(value: unknown): bigint | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : undefined;
  return typeof value === 'string' && INTEGER.test(value) ? BigInt(value) : undefined;
}

function doubleValue(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) && value !== 'NaN' ? undefined : number;
}

function enumValue(type: EnumNames, value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'string' || !value.startsWith(type.prefix)) return undefined;
  const index = type.names.indexOf(value.slice(type.prefix.length));
  return index >= 0 ? index : undefined;
}

function zigzag(value: bigint): bigint {
  return value >= 0n ? value * 2n : -value * 2n - 1n;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
