/** OpenTelemetry's limit for `db.query.summary`, in characters. */
const LONGEST = 255;

/**
 * What a statement does, in order: each operation behind which its targets, as `INSERT orders SELECT basket`. An
 * operation is not repeated where the one before is the same, a target not within its operation. Cut off between words.
 */
export class Summary {
  #text = '';
  #operation = '';
  #isFull = false;
  readonly #seen = new Set<string>();

  get text(): string {
    return this.#text;
  }

  operation(operation: string): void {
    if (operation === this.#operation) return;
    this.#operation = operation;
    this.#add(operation);
  }

  target(name: string): void {
    const key = `${this.#operation} ${name.toLowerCase()}`;
    if (this.#isFull || this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#add(name);
  }

  #add(word: string): void {
    const text = this.#text === '' ? word : `${this.#text} ${word}`;
    if (text.length > LONGEST) this.#isFull = true;
    if (!this.#isFull) this.#text = text;
  }
}
