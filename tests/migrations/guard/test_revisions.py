"""Migrations written with Alembic's own operations are read as what they do."""

from pathlib import Path

import pytest

from migrations.guard.revisions import MigrationUnreadable, migrations_in
from tests.fakes.migration_files import write_migration

OPERATIONS = {
    "op.add_column('salle', sa.Column('x', sa.Integer(), nullable=False))": ["add column salle.x"],
    "op.alter_column('salle', 'nom', type_=sa.String(20), existing_type=sa.String(80))": ["modify column salle.nom"],
    "op.alter_column('salle', 'nom', new_column_name='titre', existing_type=sa.String(80))": ["rename column salle.nom"],
    "op.alter_column('salle', 'etage', server_default=None)": ["drop default salle.etage"],
    "op.drop_column('salle', 'note')": ["drop column salle.note"],
    "op.rename_table('salle', 'piece')": ["rename table salle"],
    "op.drop_table('salle')": ["drop table salle"],
    "op.create_foreign_key('f', 'salle', 'lieu', ['capacite'], ['id'])": ["add foreign key salle.capacite"],
    "op.create_unique_constraint('u', 'salle', ['code'])": ["add unique key salle.code"],
    "op.create_check_constraint('c', 'salle', 'capacite > 1')": ["add check salle.capacite"],
    "op.drop_constraint('salle_lieu', 'salle', type_='foreignkey')": ["drop foreign key salle"],
    "op.drop_index('etage_idx', table_name='salle')": ["drop index salle"],
    "op.create_table('neuf', sa.Column('s', sa.Integer(), sa.ForeignKey('salle.id')))": ["create table neuf", "add foreign key neuf.s"],
    "op.bulk_insert(sa.table('salle', sa.column('nom', sa.String)), [{'nom': 'x'}])": ["write rows salle.nom"],
    "op.execute(sa.text('UPDATE salle SET nom = :n').bindparams(n='x'))": ["write rows salle.nom"],
    "op.get_bind().execute(sa.text('DROP TABLE salle'))": ["drop table salle"],
    "op.execute('ALTER TABLE salle DROP COLUMN note; DROP TABLE lieu')": ["drop column salle.note", "drop table lieu"],
    "with op.batch_alter_table('salle') as salle: salle.drop_column('note'); salle.drop_column('code')": ["drop column salle.note", "drop column salle.code"],
    "[op.execute('SELECT 1') for row in op.get_bind().execute(sa.text('SELECT 1'))]": ["not understood"],
    "op.create_table_comment('salle', 'x')": ["not understood salle"],
}  # fmt: skip


@pytest.mark.parametrize(("line", "told"), OPERATIONS.items(), ids=OPERATIONS)
def test_an_operation_of_alembic_is_read(tmp_path: Path, line: str, told: list[str]) -> None:
    path = write_migration(tmp_path, "SELECT 1", phase="expand")
    text = (
        path.read_text()
        .partition("def upgrade")[0]
        .replace("import op", "import op\nimport sqlalchemy as sa")
    )
    path.write_text(f"{text}def upgrade() -> None:\n    {line}\n")

    (migration,) = migrations_in(tmp_path)

    operations = migration.revision(tmp_path).operations
    assert [str(one) for one in operations if "nothing" not in str(one)] == told


@pytest.mark.parametrize("folder", ["nowhere", "migrations/versions", "."])
def test_a_folder_that_is_none_of_migrations_is_said(folder: str, tmp_path: Path) -> None:
    write_migration(tmp_path / "migrations", "SELECT 1", phase="expand")

    with pytest.raises(MigrationUnreadable, match="it has no versions/"):
        migrations_in(tmp_path / folder)
