//! Headings and first lines that tell what a part of a page is, in the languages of the interface and others: [`announced`].

use super::names::Part;

/// Compared with the beginning of a line in lower case.
const OPENINGS: [(Part, &str); 7] = [
    (
        Part::Related,
        "related|more on this|more from|more stories|more in |more news|read more|read also|read the latest|read next|also read|see also|\
         you may also|you might also|you may like|you might like|recommended|most read|most popular|trending|popular|\
         latest news|latest posts|latest articles|recent posts|recent articles|don't miss|don’t miss|up next|\
         what to read next|similar|other articles|other news|further reading|mehr zum thema|mehr zu|mehr aus|mehr von|\
         mehr artikel|mehr news|mehr über|mehr lesen|lesen sie auch|lesen sie mehr|lies auch|lies mehr|auch interessant|\
         das könnte|könnte sie|diese artikel|diese beiträge|diese themen|weitere artikel|weitere beiträge|weitere themen|\
         weitere informationen|weitere nachrichten|weitere meldungen|weitere news|weitere links|weiterführende|\
         weiterlesen|ähnliche|verwandte|passend zum thema|zum thema|schon gelesen|meistgelesen|meist gelesen|\
         meistkommentiert|aktuelle beiträge|aktuelle meldungen|aktuelle artikel|neueste|neuste|empfehlungen|empfohlen|\
         unsere empfehlung|entdecke weitere|themen:|thema:|siehe auch|links zum thema|dazu passend|interessante artikel|\
         andere interessieren|auch spannend|top-themen|top themen|beliebte|lire aussi|à lire|a lire|voir aussi|\
         sur le même sujet|articles similaires|articles liés|plus d'articles|les plus lus|dans la même|lea también|\
         lee también|te puede interesar|le puede interesar|le recomendamos|te recomendamos|relacionad|\
         noticias relacionadas|artículos relacionados|más noticias|mas noticias|más leíd|lo más|mire:|mira:|vea también|además:|\
         ver también|leggi anche|potrebbe interessarti|articoli correlati|leia também|veja também|notícias relacionadas|\
         lees ook|lees meer|gerelateerd|meer over|czytaj także|czytaj też|przeczytaj|zobacz też|zobacz także|powiązane|\
         polecane|więcej informacji|polecamy|читайте также|по теме|相关|相關|延伸阅读|推荐阅读|اقرأ أيضا|اقرأ أيضًا|مواضيع ذات|\
         यह भी पढ़ें|ये भी पढ़ें|関連|あわせて読みたい",
    ),
    (
        Part::Comments,
        "comments|leave a comment|leave a reply|add a comment|post a comment|join the discussion|join the conversation|\
         what do you think|reader comments|kommentare|kommentar schreiben|kommentar verfassen|kommentieren|\
         schreibe einen kommentar|schreiben sie einen kommentar|hinterlasse|diskutieren sie|ihre meinung|deine meinung|\
         leserkommentare|neuen kommentar|diskussion|commentaires|laisser un commentaire|laissez un|réagir|vos réactions|vos commentaires|comentarios|\
         deja un comentario|deja una respuesta|deixe um|commenti|lascia un commento|reacties|geef een reactie|komentarze|\
         dodaj komentarz|комментарии|评论|التعليقات|コメント",
    ),
    (
        Part::Sharing,
        "share this|share on|share:|follow us|folgen sie|folge uns|teilen|artikel teilen|beitrag teilen|diesen artikel|\
         dieser artikel|diesen beitrag|partager|compartir|comparte|síguenos|siga-nos|condividi|delen|udostępnij|\
         war der artikel|war dieser artikel|möchten sie den artikel|hat ihnen|hat dir|gefällt|was this|did you like|\
         did you find|bewerten sie|jetzt teilen|rate this",
    ),
    (
        Part::SignUp,
        "subscribe|sign up|sign in|log in|newsletter|get our|get the latest|never miss|stay informed|stay up to date|\
         join our|become a|support us|donate|do you want to be|register|abonnieren|jetzt abonnieren|jetzt anmelden|\
         jetzt registrieren|unser newsletter|unseren newsletter|zum newsletter|newsletter-|bleiben sie|bleib auf dem|\
         immer auf dem|unterstützen sie|unterstütze uns|jetzt spenden|spenden sie|kostenlos anmelden|melden sie sich|\
         sie müssen sich einloggen|jetzt testen|jetzt kostenlos|abonnez-vous|inscrivez-vous|s'abonner|suscríbete|\
         suscribete|suscríbase|regístrate|iscriviti|assine|inscreva-se|zapisz się",
    ),
    (
        Part::Author,
        "about the author|about author|über den autor|über die autor|zum autor|zur autorin|der autor|die autorin|\
         à propos de l'auteur|sobre el autor|sobre o autor|l'autore|over de auteur|o autorze",
    ),
    (
        Part::Advertisement,
        "advertisement|anzeige|werbung|publicité|publicidad|pubblicità|publicidade|advertentie|reklama|sponsored|\
         gesponsert|story continues below|article continues below",
    ),
    (
        Part::Details,
        "filed under|tagged|tags:|tags|schlagwörter|schlagworte|stichwörter|kategorien|kategorie:|posted in|mots-clés|\
         etiquetas|temas|categories:|categorías|copyright|©|(c) |all rights reserved|alle rechte vorbehalten|\
         sofern nicht anders|tous droits|todos los derechos|materiał chroniony",
    ),
];

/// The part that a heading or first line announces.
pub(super) fn announced(line: &str) -> Option<Part> {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '(').to_lowercase();
    OPENINGS
        .iter()
        .find(|(_, openings)| openings.split('|').any(|opening| line.starts_with(opening)))
        .map(|(part, _)| *part)
}

/// Words in the last lines of a page's text that are addressed to its readers or about the page itself.
const CLOSINGS: &str = "subscribe|subscriber|our newsletter|whatsapp|telegram|follow us|síguenos|siguenos|siga-nos|all rights reserved|\
    alle rechte|copyrighted|crédit photo|crédits photo|contact us at|download the|download our|our app|hazte miembro|\
    únete a|unete a|suscríbete|suscribete|abonnieren|abonnez|release date:|first published|ohne gewähr|\
    permission must be|this entry was posted|this article is the|dieser eintrag wurde|dieser beitrag wurde|\
    gefällt dir|gefällt ihnen|letter to the editor|meinung des autors|views expressed|opinions expressed|\
    jetzt auch digital|aktuelle ausgabe|herunterladen|auf dem laufenden|laufenden bleiben|up to date|stay informed|\
    sign up|this story|pressekontakt|kontakt:|über uns|about us|ansprechpartner|enthält werbung|affiliate|\
    bei fragen und|weitere informationen|mehr informationen|more information|nutzungsbedingungen|terms of use|\
    vg wort";

/// Whether a line near the end of a text is addressed to the page's readers.
pub(super) fn closes(line: &str) -> bool {
    let line = line.to_lowercase();
    CLOSINGS.split('|').any(|closing| line.contains(closing))
}

/// How a line begins that says who made a picture.
const CREDITS: &str = "foto:|fotos:|foto |photo:|photo by|photo credit|bild:|bilder:|bildquelle|quelle:|crédit|credit:|image:|picture:|\
    getty images|fotografía:|afp|reuters|©|zdjęcie|grafik:|video:|source:|via:";

/// Whether a line says who made a picture.
pub(super) fn is_credit(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©').to_lowercase();
    CREDITS.split('|').any(|start| line.starts_with(start))
}
