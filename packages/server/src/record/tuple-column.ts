import type { Column } from './column.ts';

/** Tuple(…): the data of its elements one after another. Append one cell to each element a row. */
export class TupleColumn<Elements extends readonly Column[]> implements Column {
  readonly type: string;
  readonly elements: Elements;

  constructor(...elements: Elements) {
    this.elements = elements;
    this.type = `Tuple(${elements.map((element) => element.type).join(', ')})`;
  }

  get rows(): number {
    return this.elements[0]?.rows ?? 0;
  }

  mark(): void {
    for (const element of this.elements) element.mark();
  }

  rollback(): void {
    for (const element of this.elements) element.rollback();
  }

  byteLength(): number {
    return this.elements.reduce((sum, element) => sum + element.byteLength(), 0);
  }

  write(target: Uint8Array, offset: number): number {
    return this.elements.reduce((at, element) => element.write(target, at), offset);
  }
}
