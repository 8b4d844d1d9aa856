"""Golden words of texts as people type and paste them. Run: python3 words.py > words.json

The texts become plain by Python's own tables: html.unescape, Unicode's normal form NFKC, and its general categories
(format characters are dropped; punctuation, symbols and separators are spaces). Only which marks are apostrophes is
written here. Then keras.preprocessing.text.text_to_word_sequence of keras 3.15 finds the words.
"""
import html
import json
import os
import re
import unicodedata

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
from keras.src.legacy.preprocessing.text import text_to_word_sequence

APOSTROPHES = "\u2018\u2019\u201b\u2032\u2035\u02b9\u02ba\u02bb\u02bc\u00b4\uff07\x91\x92"
TEXTS = [
    "It isn’t good.",
    "It isn‘t good, I can’t recommend it",
    "isnʼt can＇t don´t won`t wouldn‛t couldn′t doesnʻt didn‵t",
    "don\x92t",
    "`great` and ` alone",
    "“Great” film — really… ‘truly’ «bon» „gut‟ ‹x›",
    "well\u2010made well\u2011made 1990\u20132000 a\u2212b a\u2014b a\u2015b",
    "no\u00a0break narrow\u202fspace thin\u2009space ideographic\u3000space word\u2060joiner",
    "un\u00adbe\u00adliev\u00adable zero\u200bwidth \ufeffmark",
    "isn&#39;t isn&#x27;t isn&apos;t isn&rsquo;t isn&#8217;t isn&amp;#39;t isn&#146;t",
    "good&nbsp;film&hellip;really&mdash;good &quot;great&quot; &lt;br /&gt; AT&amp;T R&D",
    "a & b; c &; d &#; e &#xzz; f &nosuchentityatall; g",
    "clich\u00e9 cliche\u0301 CLICH\u00c9 clich&eacute;d",
    "\ufb01lm \ufb02at o\ufb00er o\ufb03ce wa\ufb04e",
    "ｇｏｏｄ　ＦＩＬＭ！",
    "great\U0001f3ac film\u2764\ufe0f \U0001f44d\U0001f3fd good\u2605\u2605\u2605",
    "¡Muy buena! ¿no? 10×10 5÷2",
    "It's <br /><br />a \"well-made\" FILM...\t10/10",
]


def plain(text):
    # Escaped more than once.
    while "&amp;" in text:
        text = text.replace("&amp;", "&")
    # Entities need their semicolon here, and one that is no entity stays. U+0092 is an apostrophe to HTML too.
    text = re.sub(r"&(#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]{1,8});", lambda found: html.unescape(found[0]), text)
    text = "".join("'" if c in APOSTROPHES else c for c in text)
    text = re.sub(r"(?<=[A-Za-z0-9])`(?=[A-Za-z0-9])", "'", text)
    text = unicodedata.normalize("NFKC", text)
    kinds = ((c, unicodedata.category(c)) for c in text if not 0xFE00 <= ord(c) <= 0xFE0F)
    return "".join(
        c if c == "'" or c.isascii() or kind[0] not in "PSZ" else " " for c, kind in kinds if kind != "Cf"
    )


print(json.dumps([[text, text_to_word_sequence(plain(text))] for text in TEXTS], indent=0))
