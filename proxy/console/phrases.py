"""The program's own sentences beside their French, as the console tells them."""

#: Shape: {0}, {1}… stand for what differs, without a semicolon; longer sentences come first.
PHRASES: tuple[tuple[str, str], ...] = (
    # Gates, as plans and the journal have them.
    ("{0} needs these lots on Python first: {1}", "il faut d’abord sur Python : {1}"),
    ("on Python already: {0}", "déjà sur Python : {0}"),
    (
        "{0} has no Python code for {1}: nobody would find a page",
        "{0} n’a pas de code Python pour {1} : personne n’y trouverait de page",
    ),
    (
        "nothing is known: the requests of this site were never counted",
        "rien n’est connu : les demandes de ce site n’ont jamais été comptées",
    ),
    ("nobody asked what is known of this lot", "personne n’a demandé ce qu’on en sait"),
    ("nothing is known: {0}", "rien n’est connu : {0}"),
    (
        "stale: requests were last counted {0} minutes ago",
        "périmé : les demandes ont été comptées il y a {0} minutes",
    ),
    (
        "{0} requests answered by Python on {1} days at {2}; at least {3} on {4} days",
        "{0} demandes servies par Python en {1} jours à l’étape {2}, il en faut {3} en {4} jours",
    ),
    (
        "{0} requests on {1} days at {2}; at least {3} on {4} days",
        "{0} demandes en {1} jours à l’étape {2}, il en faut {3} en {4} jours",
    ),
    (
        "never asked by anybody since counting began: {0}",
        "jamais demandées depuis le début du comptage : {0}",
    ),
    (
        "not answered by Python at this stage: {0}",
        "pas encore servies par Python à cette étape : {0}",
    ),
    ("there is no route", "aucune route"),
    (
        "Python {0} of {1}, legacy {2} of {3} answered by an error (5xx)",
        "erreurs (5xx), Python {0} sur {1}, PHP {2} sur {3}",
    ),
    (
        "slower than {0} s: Python {1} of {2}, legacy {3} of {4}",
        "plus lentes que {0} s, Python {1} sur {2}, PHP {3} sur {4}",
    ),
    (
        "worse by {0} to {1} points, {2} is allowed",
        "plus de {0} à {1} points, {2} est admis",
    ),
    (
        "{0} to {1} points, too few requests to tell ({2} is allowed)",
        "{0} à {1} points, trop peu de demandes pour conclure ({2} est admis)",
    ),
    ("no request answered by Python to compare", "aucune demande servie par Python à comparer"),
    ("no request answered by legacy to compare", "aucune demande servie par PHP à comparer"),
    (
        "legacy still answered {0} requests of this lot lately",
        "PHP a encore servi {0} demandes de ce lot récemment",
    ),
    ("open: #{0}", "ouverts : #{0}"),
    # Parity.
    (
        "the state database does not answer: parity is not known",
        "la base d’état ne répond pas : la parité n’est pas connue",
    ),
    ("{0} was never compared: run `{1}`", "{0} n’a jamais été comparé : lancer `{1}`"),
    ("never sampled: {0}", "jamais comparées : {0}"),
    ("fewer than {0} samples: {1}", "moins de {0} comparaisons : {1}"),
    (
        "{0} of {1} match: the sample is too small to say that {2} do",
        "{0} pareilles sur {1} : trop peu pour affirmer que {2} le sont",
    ),
    ("below {0}: {1}", "sous {0} : {1}"),
    ("nothing was compared for {0} days", "rien n’a été comparé depuis {0} jours"),
    # Notes of the journal.
    ("waits for the approval of a second person", "attend l’accord d’une seconde personne"),
    ("approved by {0}", "accord de {0}"),
    ("refused: {0}", "refusé : {0}"),
    (
        "a tester's address for {0} was given, for {1} minutes",
        "une adresse de testeur ({0}) a été remise, pour {1} minutes",
    ),
    (
        "interrupted after the change; found in the file and completed",
        "interrompue après le changement, trouvée dans le fichier et terminée",
    ),
    (
        "interrupted before the change; the file does not have it",
        "interrompue avant le changement, le fichier ne l’a pas",
    ),
    (
        "interrupted, then edited by hand; the lot's stage says that it was made",
        "interrompue, puis fichier modifié à la main ; l’étape du lot dit qu’elle a été faite",
    ),
    ("the end of an unfinished line was set aside: {0}", "fin de ligne mise de côté : {0}"),
    (
        "the file could not be used ({0}): the last good one is back; what was there is kept as {1}",
        "fichier inutilisable ({0}) : le dernier bon est remis, l’autre est gardé sous {1}",
    ),
    (
        "the file could not be used ({0}): the last good one is back",
        "fichier inutilisable ({0}) : le dernier bon est remis",
    ),
    (
        "the file could not be used ({0}); with the lot's stage it can",
        "fichier inutilisable ({0}), réparé avec l’étape du lot",
    ),
    ("a broken journal was set aside as {0}: {1}", "journal rompu mis de côté sous {0} : {1}"),
    # Plans and refusals.
    (
        "{0} asked for this move: somebody else has to approve it",
        "{0} a demandé cette bascule : l’accord doit venir de quelqu’un d’autre",
    ),
    (
        "passing them needs a second person, who says: {0}",
        "y déroger demande l’accord d’une seconde personne",
    ),
    (
        "{0} may not go from {1} to {2}, only to: {3}",
        "{0} ne peut pas aller de {1} à {2}, seulement à : {3}",
    ),
    (
        "legacy may no longer understand the database of a retired lot",
        "PHP ne comprend peut-être plus la base d’un lot retiré",
    ),
    (
        "{0} is at {1}, and the plan is {2} now, not {3}: the file changed since it was planned",
        "{0} est à l’étape {1} et son plan est maintenant {2}, non {3} : le fichier a changé depuis",
    ),
    ("or the digest is of another plan", "ou l’empreinte est celle d’un autre plan"),
    ("look at the plan again, nothing was changed", "revoyez le plan, rien n’a changé"),
    (
        "{0} has changed since it was read; look at it and try again",
        "{0} a changé depuis qu’il a été lu, regardez-le et réessayez",
    ),
    ("say why, in a few words: the journal keeps it", "dites pourquoi : le journal le garde"),
    (
        "say why, in one line of printable text: the journal keeps it",
        "dites pourquoi, en une ligne : le journal le garde",
    ),
    ("a reason is one line of printable text", "une raison tient en une ligne lisible"),
    (
        "another flip is under way ({0}), after {1} s: try again",
        "une autre bascule est en cours ({0}), après {1} s : réessayez",
    ),
    ("this rollback is not in the journal: {0}", "ce retour n’est pas au journal : {0}"),
    ("this is not in the journal: {0}", "ceci n’est pas au journal : {0}"),
    (
        "it is done, its end is not in the journal yet: {0}",
        "c’est fait, pas encore au journal : {0}",
    ),
    (
        "{0} (at {1}) needs {2}, which would be behind it",
        "{0} (étape {1}) a besoin de {2}, qui serait derrière lui",
    ),
    (
        "{0} is also a Symfony module of {1} (at {2}): a cluster cut in two",
        "{0} est aussi un module Symfony de {1} (étape {2}) : un ensemble coupé en deux",
    ),
    (
        "{0} waits for {1} (at {2}): cluster {3} moves when its last lot does",
        "{0} attend {1} (étape {2}) : l’ensemble {3} bouge avec son dernier lot",
    ),
    # Labels, accounts, incidents.
    (
        "a label is one line of printable text, {0} characters at most",
        "une fiche tient en une ligne lisible de {0} caractères au plus",
    ),
    ("a lot needs a title", "un lot a besoin d’un titre"),
    ("{0} is no sprint: give its number", "{0} n’est pas un sprint : donnez son numéro"),
    ("{0} is no day", "{0} n’est pas une date"),
    ("{0} of {1} is {2} now; look at it again", "{0} de {1} vaut maintenant {2}, revoyez-le"),
    (
        "{0} is no account name: small letters, digits, dots and dashes, 64 at most",
        "{0} n’est pas un nom de compte : minuscules, chiffres, points et tirets, 64 au plus",
    ),
    ("the account {0} exists already", "le compte {0} existe déjà"),
    (
        "{0} is the last lead: give somebody else that role first",
        "{0} est le dernier responsable : donnez d’abord ce rôle à quelqu’un d’autre",
    ),
    ("there is no account {0}", "il n’y a pas de compte {0}"),
    (
        "a password has from {0} to {1} characters",
        "un mot de passe a de {0} à {1} caractères",
    ),
    ("there is no open incident {0}: figuier incident list", "aucun incident ouvert n’a le n° {0}"),
    ("(at {0})", "(étape {0})"),
    # Files and databases.
    ("{0} may not write in {1}", "{0} ne peut pas écrire dans {1}"),
    ("{0} is sticky, and {1} is not {2}'s", "{0} est protégé (sticky) et {1} n’est pas à {2}"),
    (
        "the state database {0} does not answer ({1}): traffic does not need it",
        "la base d’état {0} ne répond pas ({1}) : le trafic n’en dépend pas",
    ),
    (
        "check FIGUIER_STATE_DATABASE_URL, its server and its disk",
        "voyez FIGUIER_STATE_DATABASE_URL, son serveur et son disque",
    ),
)
