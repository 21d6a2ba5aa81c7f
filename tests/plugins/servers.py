"""Databases of their own on the server this run was told to use."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


@contextmanager
def database_beside(url: str, *, like: str = "template1") -> Iterator[str]:
    """The address of a new database on the server of this one, dropped at the end.

    ``like`` is the database it begins as a copy of; nobody may be connected to that one.
    """
    name = f"test_own_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as server:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(create.format(sql.Identifier(name), sql.Identifier(like)))
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            server.execute(drop.format(sql.Identifier(name)))
