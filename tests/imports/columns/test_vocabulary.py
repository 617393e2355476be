"""What titles say, as forms and people write them."""

import pytest

from signon.imports.columns.vocabulary import fits, known
from signon.imports.records import TARGETS

TITLES = {
    "organisation": "Organisation; Organization Name; Nom de l'organisation (suivi de l'acronyme, "
    "s'il y a lieu); What is the name of your organisation?; Q01. Organisation name; اسم المنظمة; "
    "Nombre de la organización; Name der Organisation; Nome dell'organizzazione; org_name; "
    "Nome da organização; Nom de votre structure :; group_a/org_name; Organisation / منظمة",
    "email": "E-mail; Email Address; Adresse e-mail de contact; البريد الإلكتروني; Courriel; "
    "Correo electrónico; E-Mail-Adresse; Indirizzo email; Endereço de e-mail; "
    "E-mail address (will not be published); Email of contact person; Adresse de messagerie",
    "country": "Country; Pays; País; الدولة; Land; Paese; In which country is your organisation "
    "based?; Country / Pays; Dans quel pays votre organisation est-elle basée ?",
    "website": "Website; Site web; Sitio web; الموقع الإلكتروني; Webseite; Sito web; "
    "Website of your organisation; URL",
    "comment": "Comment; Commentaires; Comentarios; ملاحظات; Bemerkungen; Commenti; "
    "Do you have any comments?; Observações",
    "signed_at": "Timestamp; Horodateur; Marca temporal; طابع زمني; Zeitstempel; "
    "Informazioni cronologiche; Carimbo de data/hora; Completion time; Heure de fin; "
    "submitdate; Date submitted; Timestamp (EST); Submit Date (UTC); _submission_time",
    "wants_updates": "Souhaitez-vous être tenu·e informé·e ?; Would you like to receive e-mail "
    "updates?; Email Opt In; subscribed; ¿Desea recibir novedades?; هل ترغبون في تلقي المستجدات؟; "
    "Möchten Sie auf dem Laufenden gehalten werden?; Newsletter; Desidero ricevere aggiornamenti",
    "consent": "J'accepte que le nom de mon organisation soit publié; Consent; هل توافق على نشر "
    "اسم منظمتكم؟; Does your organisation endorse the statement?; Einwilligung; "
    "Acepto que se publique el nombre de mi organización; I agree that our name is published",
    "representative_name": "Personne de contact; Contact person; Ansprechpartner*in; "
    "Nombre y apellidos; Nom et prénom; الاسم الكامل",
    "representative_role": "Your role in the organisation; Fonction; Cargo; المنصب; Funktion",
    "acronym": "Acronym; Sigle; Siglas; Abkürzung; الاختصار",
    "organisation_kind": "Type of organisation; Art der Organisation; نوع المنظمة; Tipo",
}


@pytest.mark.parametrize("target", TITLES)
def test_titles_say_what_stands_below_them(target: str) -> None:
    titles = [" ".join(title.split()) for title in TITLES[target].split(";")]

    wrong = {title: fits(title) for title in titles if next(iter(fits(title)), "") != target}

    assert wrong == {}


@pytest.mark.parametrize(
    "title",
    ["ID", "Phone", "Adresse IP", "Number of members", "lastpage", "Postal address", "can2_phone",
     "Describe your organisation", "Is your organisation a member of the network?"],
)  # fmt: skip
def test_other_titles_say_nothing(title: str) -> None:
    assert {target for target, fit in fits(title).items() if fit > 1} == set()


def test_every_target_has_its_words() -> None:
    assert set(TARGETS) <= set(known())
