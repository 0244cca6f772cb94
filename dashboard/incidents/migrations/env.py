"""Alembic's entry: run the versions on the connection that ``upgrade.migrate`` hands over. There is no
offline mode.
"""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
