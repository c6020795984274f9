/** What is settled of a span once it is read whole; one instance is refilled for every span. */
export interface SpanFacts {
  /** SpanKind, 0 to 5. */
  kind: number;
  isEntry: boolean;
  isComplete: boolean;
  /** Place of the name in the message. */
  nameStart: number;
  nameEnd: number;
}
