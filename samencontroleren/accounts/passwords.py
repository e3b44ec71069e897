# SPDX-License-Identifier: EUPL-1.2
"""What makes a password good enough: length and how hard it is to guess, no rules about kinds of character.

After NIST SP 800-63B-4 (3.1.1.2): at least twelve characters, none of the words everybody tries, none of the
person's own. zxcvbn estimates; it is told the Dutch words it does not know.
"""

import re
import unicodedata

from zxcvbn import zxcvbn

from samencontroleren.core import security

MINIMUM = 12
MAXIMUM = 200
GOOD_ENOUGH = 3
OTHER_LETTERS = 8
LOOKED_AT = 72
"""zxcvbn reads at most this many characters."""

_WORDS = """
welkom wachtwoord geheim gemeente gemeentehuis stadhuis raadhuis leverancier beheerder gebruiker toegang inloggen
beveiliging veilig veiligheid samen controleren samencontroleren vragenlijst beoordelaar coordinator computer
lente voorjaar zomer herfst najaar winter vakantie kerstmis pasen pinksteren sinterklaas koningsdag oranje
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli augustus
september oktober november december nederland holland amsterdam rotterdam utrecht denhaag voetbal fiets zonnetje
liefde schatje hallo hoihoi appeltaart koffie thee bloemen tulpen molen kaas dijk polder
"""
DUTCH_WORDS = _WORDS.split()


def normal(password: str) -> str:
    """A password in one spelling of its accents (NFC), so that every keyboard gives the same."""
    return unicodedata.normalize("NFC", password)


def hash_password(password: str) -> str:
    """The stored form of a password (argon2id)."""
    return security.hash_password(normal(password))


def is_password(stored: str | None, password: str) -> bool:
    """Whether the password fits; takes as long when there is no account (`stored` None)."""
    return security.is_password(stored, normal(password))


def weakness(password: str, own_words: list[str]) -> str | None:
    """What is wrong with a new password, as a message that helps; None when it is good enough.

    `own_words` are the person's name, mail address and organisation.
    """
    if len(password) < MINIMUM:
        return "Gebruik minstens 12 tekens. Een zin of een rij losse woorden is makkelijk te onthouden."
    if len(password) > MAXIMUM:
        return "Gebruik hoogstens 200 tekens."
    own = _words(own_words)
    judged = zxcvbn(password[:LOOKED_AT], user_inputs=[*own, *DUTCH_WORDS])
    if judged["score"] >= GOOD_ENOUGH and _has_more_than(password, [*own, *DUTCH_WORDS]):
        return None
    if any(word in password.lower() for word in own):
        return "In dit wachtwoord staat uw naam, uw mailadres of uw organisatie. Kies iets wat niet bij u hoort."
    return "Dit wachtwoord is makkelijk te raden. Neem vier of meer woorden die niets met elkaar te maken hebben."


def _has_more_than(password: str, words: list[str]) -> bool:
    """Whether enough letters are left without the words everybody tries first; years and marks do not count.

    zxcvbn takes "2026!!" for chance, so that it finds "zomer2026!!aa" strong.
    """
    left = password.lower()
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, " ")
    letters = sum(each.isalpha() for each in left)
    return left == password.lower() or letters >= OTHER_LETTERS


def _words(texts: list[str]) -> list[str]:
    """The words of three letters and more in names and addresses, in lower case."""
    return [word for text in texts for word in re.split(r"[\W_]+", text.lower()) if len(word) > 2]
