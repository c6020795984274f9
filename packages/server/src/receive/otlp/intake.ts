import { VitalfewError } from '../../error.ts';
import type { RecordBatch } from '../../record/batch.ts';
import { type BudgetShare, ByteBudget } from '../byte-budget.ts';
import { type NormaliseSql, StatementCache } from '../normalise/statement-cache.ts';
import type { ReceiverContext, Signal } from '../receiver.ts';
import { decodeLogs } from './decode-logs.ts';
import { decodeMetrics } from './decode-metrics.ts';
import { type Decoded, decodeTraces } from './decode-traces.ts';
import { LOG_REQUEST, METRIC_REQUEST, TRACE_REQUEST } from './json/schema.ts';
import { transcodeJson } from './json/transcode.ts';
import { DEFAULT_LIMITS, type DecodeLimits } from './limits.ts';
import type { Encoding } from './response.ts';
import { SeriesRegister } from './series-register.ts';
import type { Tally } from './tally.ts';

/** Memory of all messages in hand, decoded and not, bytes. */
const DEFAULT_BUDGET_BYTES = 384 * 1024 * 1024;
const RETRY_SECONDS = 5;

const JSON_REQUESTS = { traces: TRACE_REQUEST, metrics: METRIC_REQUEST, logs: LOG_REQUEST } as const;

export interface OtlpIntakeOptions extends ReceiverContext {
  readonly normaliseSql: NormaliseSql;
  readonly limits?: Partial<DecodeLimits>;
  readonly budgetBytes?: number;
}

/** Whence a message comes, and what it holds of the memory budget; the caller closes the share. */
export interface MessageOrigin {
  readonly receiver: string;
  readonly signal: Signal;
  readonly encoding: Encoding;
  readonly share: BudgetShare;
}

/** What OTLP over HTTP and over gRPC share: from the bytes of a message to rows in the sink. */
export class OtlpIntake {
  readonly limits: DecodeLimits;
  readonly budget: ByteBudget;
  readonly #context: ReceiverContext;
  readonly #statements: StatementCache;
  readonly #register = new SeriesRegister();

  constructor(options: OtlpIntakeOptions) {
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.budget = new ByteBudget(options.budgetBytes ?? DEFAULT_BUDGET_BYTES);
    this.#context = options;
    this.#statements = new StatementCache(options.normaliseSql);
  }

  isAuthorised(token: string | undefined): boolean {
    return this.#context.authorise(token);
  }

  /**
   * Decodes a message and resolves once its rows are durable; counts under the receiver's name. Rejects with
   * `VitalfewError`: then nothing of the message was stored.
   */
  async take(message: Uint8Array, from: MessageOrigin): Promise<Tally> {
    const decoded = this.#decode(message, from.signal, from.encoding);
    from.share.take(decoded.tally.decodedBytes);
    if (decoded.batches.length > 0) await this.#append(decoded.batches);
    decoded.stored?.();
    const { accepted, rejected, reasons } = decoded.tally;
    this.#context.ledger.record(from.receiver, from.signal, { accepted, rejected, refusals: reasons });
    return decoded.tally;
  }

  /** A message that was refused as a whole. */
  refused(receiver: string, reason: string): void {
    this.#context.ledger.refuse(receiver, reason, 1);
  }

  #decode(
    message: Uint8Array,
    signal: Signal,
    encoding: Encoding,
  ): Decoded & { readonly stored?: () => void } {
    const bytes =
      encoding === 'json' && message.length > 0 ? transcodeJson(message, JSON_REQUESTS[signal]) : message;
    const options = { limits: this.limits, nowMs: this.#context.now() };
    if (signal === 'traces') return decodeTraces(bytes, { ...options, statements: this.#statements });
    if (signal === 'logs') return decodeLogs(bytes, options);
    return decodeMetrics(bytes, { ...options, register: this.#register });
  }

  async #append(batches: readonly RecordBatch[]): Promise<void> {
    try {
      await this.#context.sink.append(batches);
    } catch (cause) {
      if (cause instanceof VitalfewError) throw cause;
      // Whatever it is, the sender still has the data and should keep it.
      throw new VitalfewError('spool_failed', 'The data could not be made durable: send it again later.', {
        cause,
        retryAfterSeconds: RETRY_SECONDS,
      });
    }
  }
}
