"""An invented project, its live tables in a real MariaDB, and the guard in front of them."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from sqlalchemy import make_url

from demo.stack.database import Database
from modules.kernel.lot import Lot
from proxy.config import Settings
from proxy.routing_file.reader import read_table
from proxy.wiring.database_desk import DatabaseDesk, Sources
from tests.fakes.migration_files import NAME, MakeDesk

TABLES = """
CREATE TABLE lieu (id INT PRIMARY KEY AUTO_INCREMENT, nom VARCHAR(50) NOT NULL);
CREATE TABLE salle (
  id INT PRIMARY KEY AUTO_INCREMENT,
  nom VARCHAR(80) NOT NULL,
  capacite INT NULL,
  statut ENUM('libre','prise') NOT NULL DEFAULT 'libre',
  etage VARCHAR(20) NULL DEFAULT 'rdc',
  code VARCHAR(20) NULL DEFAULT 'rdc',
  note VARCHAR(20) NULL DEFAULT 'rdc',
  vieux VARCHAR(20) NULL DEFAULT 'rdc',
  perdu VARCHAR(20) NULL DEFAULT 'rdc',
  lieu_id INT NULL,
  UNIQUE KEY nom_unique (nom),
  KEY etage_idx (etage),
  CONSTRAINT salle_lieu FOREIGN KEY (lieu_id) REFERENCES lieu (id) ON DELETE CASCADE
) CHARACTER SET utf8mb3;
CREATE TABLE vide (id INT PRIMARY KEY AUTO_INCREMENT, a VARCHAR(20) NULL DEFAULT 'x', b VARCHAR(20));
INSERT INTO salle (nom, capacite) VALUES ('Hêtre', 12), ('Orme', NULL);
"""

FILES = {
    "config/doctrine/schema.yml": """
        Salle:
          columns:
            nom: { type: string(80), notnull: true, unique: true }
            capacite: integer(4)
            statut: { type: enum, values: [libre, prise], default: libre, notnull: true }
        """,
    "apps/frontend/modules/salle/actions/actions.class.php": """
        <?php
        class salleActions extends sfActions
        {
          public function executeIndex(sfWebRequest $request)
          {
            $this->salles = Doctrine_Core::getTable('Salle')->createQuery('s')
              ->where('s.etage = ?', 3)->execute();
            // the second floor's code is not 's.perdu'
            $this->codes = $this->pdo->query("SELECT s.code FROM salle s WHERE s.code <> ''");
          }
        }
        """,
    "apps/frontend/modules/salle/templates/indexSuccess.php": """
        <h1>L'étage</h1>
        <?php foreach ($salles as $salle): ?>
          <p><?php echo $salle->getNote() ?></p>
        <?php endforeach ?>
        """,
}

LOG = """\
241123 10:00:00\t    7 Connect\tgestion@localhost on gestion
\t\t    7 Query\tSELECT vieux FROM salle WHERE id = 4
\t\t    7 Query\tSELECT vieux FROM salle WHERE id = 5
"""

ROUTING = """\
version: 1
gates: advisory
backends:
  gestion:
    kind: symfony1
    url: http://127.0.0.1:9
    hosts: [gestion.localhost]
    controllers: {{ index.php: frontend }}
lots:
  rooms:
    title: Salles
    stage: {stage}
    symfony_modules: [salle]
    routes: {{ gestion: [/salles] }}
"""

#: The lot that owns the tables, without Python code of its own.
ROOMS = Lot("rooms", "Salles", "nowhere:blueprint", tables=("salle", "vide", "lieu"))


@pytest.fixture(scope="session")
def guarded(private_mariadb: Database) -> Database:
    """The tables, made once; a test that changes them asks for `fresh`."""
    _make(private_mariadb)
    return private_mariadb


@pytest.fixture
def fresh(guarded: Database) -> Iterator[Database]:
    """The tables as first made, before and after."""
    _make(guarded)
    yield guarded
    _make(guarded)


def _make(database: Database) -> None:
    database.recreate(NAME)
    database.run(TABLES, database=NAME)


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A symfony project that uses each column in one way, and `perdu` in none."""
    folder = tmp_path_factory.mktemp("gestion")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(dedent(text).lstrip(), encoding="utf-8")
    (folder / "general.log").write_text(LOG, encoding="utf-8")
    return folder


@pytest.fixture
def desk(guarded: Database, project: Path, tmp_path: Path) -> MakeDesk:
    """A desk over the project, the real tables and a folder of migrations."""

    def made(stage: str = "python", *, is_live: bool = True, big: int = 100_000) -> DatabaseDesk:
        routing = tmp_path / "routing.yaml"
        routing.write_text(ROUTING.format(stage=stage))
        url = make_url(guarded.url).set(database=NAME).render_as_string(hide_password=False)
        settings = Settings(database_url=url if is_live else "", big_table_rows=big)
        sources = Sources({"gestion": project}, [project / "general.log"])
        return DatabaseDesk(
            settings, read_table(routing), sources,
            tmp_path / "migrations", (ROOMS,),
        )  # fmt: skip

    return made
