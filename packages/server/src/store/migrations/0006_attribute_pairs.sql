-- Spans by their attributes' values: an inverted index answers from itself, where the Bloom filter had the attributes
-- of whole granules read. Of spans that are there already the attributes are read, until they are as old as is kept.
ALTER TABLE spans DROP INDEX attribute_values;

ALTER TABLE spans ADD INDEX attribute_pairs
  arrayMap((k, v) -> concat(k, '=', v), mapKeys(attributes), mapValues(attributes)) TYPE text(tokenizer = 'array');
