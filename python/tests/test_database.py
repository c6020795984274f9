"""Statements: how many, how long, how many rows, from where, and nothing of what they hold."""

import os

import pytest
from collector import of, statements

from vitalfew.export.masking import key_template, mask_statement


def test_like_statements_come_as_one_with_count_rows_and_call_site(app):
    _, _, spans = app.get("/page/7/")
    (folded,) = statements(spans)
    attributes = folded.attributes
    assert attributes["vitalfew.repeat.count"] == 5
    assert attributes["db.response.returned_rows"] == 15
    assert attributes["vitalfew.db.parameter_count"] == 1
    assert attributes["vitalfew.db.alias"] == "default"
    assert attributes["code.file.path"].endswith("views.py")
    stretch = folded.proto.end_time_unix_nano - folded.proto.start_time_unix_nano
    assert 0 < attributes["vitalfew.repeat.max_ns"] <= attributes["vitalfew.repeat.busy_ns"] <= stretch


@pytest.mark.parametrize("way", ["all", "one", "iterated"])
def test_fetching_is_a_part_of_its_statement(app, way):
    _, body, spans = app.get(f"/rows/{way}/")
    assert body == b"3000"
    (statement,) = statements(spans)
    assert statement.attributes["db.response.returned_rows"] == 3000
    assert "vitalfew.repeat.count" not in statement.attributes


def test_a_single_row_is_a_number_too(app):
    _, _, spans = app.get("/single/")
    (statement,) = statements(spans)
    rows = statement.attributes["db.response.returned_rows"]
    assert type(rows) is int
    assert rows == 1


def test_fetching_in_between_other_work_counts_without_that_work(app):
    _, _, spans = app.get("/rows/many/")
    (statement,) = statements(spans)
    attributes = statement.attributes
    assert attributes["db.response.returned_rows"] == 3000
    assert attributes["vitalfew.repeat.count"] == 2
    (cache,) = of(spans, "cache")
    cached = cache.attributes["vitalfew.repeat.busy_ns"]
    stretch = statement.proto.end_time_unix_nano - statement.proto.start_time_unix_nano
    assert 0 < attributes["vitalfew.repeat.busy_ns"] <= stretch - cached


def test_a_transaction_ends_with_a_span(app):
    _, _, spans = app.get("/saving/")
    (commit,) = [span for span in spans if span.name == "COMMIT"]
    assert commit.attributes["db.query.text"] == "COMMIT"


def test_a_connection_costs_time_too(app):
    _, _, spans = app.get("/secret/")
    assert [span.attributes["vitalfew.db.alias"] for span in spans if span.name == "CONNECT"] == ["default"]


def test_no_literal_leaves_the_process(app):
    _, _, spans = app.get("/secret/")
    (statement,) = statements(spans)
    assert statement.attributes["db.query.text"] == "SELECT ? WHERE ? = ?"


@pytest.mark.skipif("TEST_POSTGRES_PORT" not in os.environ, reason="psycopg composes statements")
def test_a_composed_statement_is_read_and_masked(app):
    _, body, spans = app.get("/composed/")
    assert body == b"hunter2"
    (statement,) = statements(spans)
    assert statement.attributes["db.query.text"] == 'SELECT ? AS "pass"'


def test_masking():
    assert mask_statement("""SELECT "a1", t2.b FROM t2 WHERE c = 'it''s' AND d > 1.5e3 -- x""") == (
        """SELECT "a1", t2.b FROM t2 WHERE c = ? AND d > ? """
    )
    assert mask_statement("SELECT %s, $1, $a$x$a$ /* 5 */") == "SELECT %s, $1, ? "
    assert key_template("session:deadbeef12345678:7") == "session:*:*"
