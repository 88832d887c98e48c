"""Pages as the admin generator draws them, for tests of what differs between two."""

from proxy.parity.answers import Answer

TOKEN = "0123456789abcdef0123456789abcdef"
OTHER_TOKEN = "fedcba9876543210fedcba9876543210"

_HEAD = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="fr" lang="fr">
  <head>
    <meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
    <meta name="description" content="Communes du territoire" />
    <title>Communes - Gestion - CCI de Valmont</title>
    <link rel="stylesheet" type="text/css" href="/css/main.3f2a9c1d.css" />
    <script type="text/javascript" src="/js/liste.js?v=11"></script>
  </head>
  <body>
    <h1>Communes</h1>
    <ul id="menu">
      <li><a href="/communes">Communes</a></li>
      <li><a href="/quartiers">Quartiers</a></li>
    </ul>
"""
_FILTER = """    <div class="sf_admin_filter">
    <form action="/communes/filter/action" method="post">
      <label for="commune_filters_nom">Nom</label>
      <input type="text" name="commune_filters[nom][text]" id="commune_filters_nom" value="" />
      <select name="commune_filters[epci]" id="commune_filters_epci">
        <option value=""></option><option value="1">Valmont Métropole</option>
        <option value="2" selected="selected">Pays de Lys</option>
      </select>
      <input type="checkbox" name="commune_filters[nom][is_empty]" id="commune_filters_vide" />
      <input type="hidden" name="commune_filters[_csrf_token]" value="@TOKEN" />
      <input type="submit" value="Filtrer" />
    </form></div>
"""
_ROW = """        <tr class="sf_admin_row odd">
          <td><input type="checkbox" name="ids[]" value="{id}" class="sf_admin_batch_checkbox" /></td>
          <td class="sf_admin_text sf_admin_list_td_nom"><a href="/communes/{id}/edit">{nom}</a></td>
          <td class="sf_admin_text sf_admin_list_td_code">{code}</td>
          <td class="sf_admin_date">{date}</td>
          <td><a onclick="if (confirm('Sûr ?')) {{ m.setAttribute('name', '_csrf_token'); m.setAttribute('value', '@TOKEN'); f.submit(); }};return false;" href="/communes/{id}">Supprimer</a></td>
        </tr>
"""
_TAIL = """      </tbody>
    </table>
    <p class="total">3 résultats, <b>prix</b> moyen 1&nbsp;234,50 &euro;</p>
    <p id="produit">Page produite le 23/11/2026 à 15:04:05, <b>une</b> fois</p>
    <ul id="tags"><li>emploi</li><li>école</li><li>logement</li></ul>
    <img src="/images/plan.png" alt="Plan du territoire" />
    <textarea name="notes">Première ligne
  seconde</textarea>
  </body>
</html>
"""
ROWS = (
    {"id": "1", "nom": "Étang-sur-Lys", "code": "09001", "date": "01/02/2025"},
    {"id": "2", "nom": "Montclar", "code": "09002", "date": "03/02/2025"},
    {"id": "3", "nom": "Valmont", "code": "09003", "date": "05/02/2025"},
)
TABLE = """    <table summary="Communes">
      <caption>Communes</caption>
      <thead><tr><th scope="col">Choix</th><th scope="col">Nom</th><th scope="col">Code</th>\
<th scope="col">Créée le</th><th scope="col">Actions</th></tr></thead>
      <tbody>
"""


def source(rows: tuple[dict[str, str], ...] = ROWS, token: str = TOKEN) -> str:
    """A page of a list, with its filter."""
    text = _HEAD + _FILTER + TABLE + "".join(_ROW.format(**row) for row in rows) + _TAIL
    return text.replace("@TOKEN", token)


def answer(
    text: str | bytes | None = None, status: int = 200, kind: str = "text/html", **headers: str
) -> Answer:
    """An answer as PHP gives it."""
    body = source() if text is None else text
    fields = {
        "Content-Type": f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
        "Cache-Control": "no-store, no-cache, must-revalidate",
        "Set-Cookie": "symfony=abc123; path=/; HttpOnly",
    }
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    raw = body if isinstance(body, bytes) else body.encode()
    return Answer(status, tuple((name, value) for name, value in fields.items() if value), raw)
