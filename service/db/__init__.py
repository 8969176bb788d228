"""PostgreSQL and nothing of our domain: connections that know their organization, named queries, migrations."""
