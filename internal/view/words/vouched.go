package words

// englishVouched are English words of signing in by an identity provider.
func englishVouched() map[string]string {
	return map[string]string{
		"signin.or":       "Read without a passkey",
		"signin.by":       "Sign in by {name}",
		"signin.by.reads": "They say who you are. You then read what your party may read; to draft and to sign, sign in with your passkey.",
		"invitation.by":   "Use {name} instead of a passkey",
		"goon.title":      "On to {name}",
		"goon.lead":       "You leave these pages for <b>{host}</b>, where {name} asks who you are, and come back here.",
		"goon.button":     "Go on to {name}",
		"me.by":           "Signing in without a passkey",
		"me.by.hint":      "Whoever vouches for you lets you read from any device. Acts are signed by your passkey alone.",
		"me.by.add":       "Sign in by {name} from now on",
		"me.by.end":       "No longer sign in by {name}",
		"me.vouched":      "{name} vouches for you: you read, and change nothing. To draft, to sign or to change what is kept of you, sign in with your passkey.",
		"wrong.vouched":   "{name} did not show who you are. You may try again, or sign in with your passkey.",
		"wrong.provider":  "{name} cannot be asked now. Try again in a while, or sign in with your passkey.",
		"wrong.stranger":  "{name} has said who you are, and nobody of that name is known here. Ask whoever invites the people of your party.",
		"wrong.bound":     "That name at {name} is another person’s here, or you have another one there.",
		"error.vouched":   "You are signed in to read. To do this, sign in with your passkey.",
	}
}

// frenchVouched are the same in French.
func frenchVouched() map[string]string {
	return map[string]string{
		"signin.or":       "Lire sans clé d’accès",
		"signin.by":       "S’identifier par {name}",
		"signin.by.reads": "Ce service dit qui vous êtes. Vous lisez alors ce que votre partie peut lire ; pour rédiger et signer, identifiez-vous avec votre clé d’accès.",
		"invitation.by":   "Utiliser {name} au lieu d’une clé d’accès",
		"goon.title":      "Vers {name}",
		"goon.lead":       "Vous quittez ces pages pour <b>{host}</b>, où {name} demande qui vous êtes, puis vous revenez ici.",
		"goon.button":     "Continuer vers {name}",
		"me.by":           "S’identifier sans clé d’accès",
		"me.by.hint":      "Qui se porte garant de vous vous laisse lire depuis tout appareil. Les actes ne sont signés que par votre clé d’accès.",
		"me.by.add":       "S’identifier désormais par {name}",
		"me.by.end":       "Ne plus s’identifier par {name}",
		"me.vouched":      "{name} se porte garant de vous : vous lisez et ne changez rien. Pour rédiger, signer ou changer ce qui est gardé de vous, identifiez-vous avec votre clé d’accès.",
		"wrong.vouched":   "{name} n’a pas montré qui vous êtes. Vous pouvez réessayer ou vous identifier avec votre clé d’accès.",
		"wrong.provider":  "{name} ne peut être interrogé pour l’instant. Réessayez plus tard, ou identifiez-vous avec votre clé d’accès.",
		"wrong.stranger":  "{name} a dit qui vous êtes, et personne de ce nom n’est connu ici. Demandez à qui invite les personnes de votre partie.",
		"wrong.bound":     "Ce nom chez {name} est ici celui d’une autre personne, ou vous en avez un autre là-bas.",
		"error.vouched":   "Vous vous êtes identifié pour lire. Pour faire cela, identifiez-vous avec votre clé d’accès.",
	}
}

// turkishVouched are the same in Turkish.
func turkishVouched() map[string]string {
	return map[string]string{
		"signin.or":       "Geçiş anahtarı olmadan okuyun",
		"signin.by":       "{name} ile oturum açın",
		"signin.by.reads": "Kim olduğunuzu o söyler. Ardından tarafınızın okuyabildiğini okursunuz; taslak yazmak ve imzalamak için geçiş anahtarınızla oturum açın.",
		"invitation.by":   "Geçiş anahtarı yerine {name} kullanın",
		"goon.title":      "{name} sayfasına",
		"goon.lead":       "Bu sayfalardan <b>{host}</b> adresine geçersiniz; {name} kim olduğunuzu sorar, sonra buraya dönersiniz.",
		"goon.button":     "{name} sayfasına geç",
		"me.by":           "Geçiş anahtarı olmadan oturum açma",
		"me.by.hint":      "Size kefil olan, her aygıttan okumanızı sağlar. İşlemleri yalnızca geçiş anahtarınız imzalar.",
		"me.by.add":       "Bundan sonra {name} ile de oturum aç",
		"me.by.end":       "Artık {name} ile oturum açma",
		"me.vouched":      "{name} size kefil: okursunuz, hiçbir şeyi değiştirmezsiniz. Taslak yazmak, imzalamak veya sizinle ilgili kaydı değiştirmek için geçiş anahtarınızla oturum açın.",
		"wrong.vouched":   "{name} kim olduğunuzu göstermedi. Yeniden deneyebilir veya geçiş anahtarınızla oturum açabilirsiniz.",
		"wrong.provider":  "{name} şu anda yanıt vermiyor. Biraz sonra yeniden deneyin veya geçiş anahtarınızla oturum açın.",
		"wrong.stranger":  "{name} kim olduğunuzu söyledi, ancak burada o adda kimse bilinmiyor. Tarafınızın kişilerini davet edene sorun.",
		"wrong.bound":     "{name} içindeki bu ad burada başka birine ait veya orada başka bir adınız var.",
		"error.vouched":   "Okumak için oturum açtınız. Bunu yapmak için geçiş anahtarınızla oturum açın.",
	}
}

// swedishVouched are the same in Swedish.
func swedishVouched() map[string]string {
	return map[string]string{
		"signin.or":       "Läs utan nyckel",
		"signin.by":       "Logga in genom {name}",
		"signin.by.reads": "De säger vem du är. Du läser då det som din part får läsa; för att skriva utkast och underteckna loggar du in med din nyckel.",
		"invitation.by":   "Använd {name} i stället för en nyckel",
		"goon.title":      "Vidare till {name}",
		"goon.lead":       "Du lämnar dessa sidor för <b>{host}</b>, där {name} frågar vem du är, och kommer tillbaka hit.",
		"goon.button":     "Gå vidare till {name}",
		"me.by":           "Logga in utan nyckel",
		"me.by.hint":      "Den som går i god för dig låter dig läsa från vilken enhet som helst. Handlingar undertecknas bara med din nyckel.",
		"me.by.add":       "Logga i fortsättningen in även genom {name}",
		"me.by.end":       "Logga inte längre in genom {name}",
		"me.vouched":      "{name} går i god för dig: du läser och ändrar inget. För att skriva utkast, underteckna eller ändra det som sparas om dig loggar du in med din nyckel.",
		"wrong.vouched":   "{name} visade inte vem du är. Du kan försöka igen eller logga in med din nyckel.",
		"wrong.provider":  "{name} kan inte tillfrågas nu. Försök igen om en stund eller logga in med din nyckel.",
		"wrong.stranger":  "{name} har sagt vem du är, och ingen med det namnet är känd här. Fråga den som bjuder in din parts personer.",
		"wrong.bound":     "Det namnet hos {name} är en annan persons här, eller så har du ett annat där.",
		"error.vouched":   "Du är inloggad för att läsa. För att göra detta loggar du in med din nyckel.",
	}
}

// finnishVouched are the same in Finnish.
func finnishVouched() map[string]string {
	return map[string]string{
		"signin.or":       "Lue ilman avainta",
		"signin.by":       "Kirjaudu palvelulla {name}",
		"signin.by.reads": "Palvelu kertoo, kuka olet. Sen jälkeen luet sen, mitä osapuolesi saa lukea; luonnosteluun ja allekirjoittamiseen kirjaudu avaimellasi.",
		"invitation.by":   "Käytä avaimen sijasta palvelua {name}",
		"goon.title":      "Palveluun {name}",
		"goon.lead":       "Siirryt näiltä sivuilta osoitteeseen <b>{host}</b>, jossa {name} kysyy, kuka olet, ja palaat tänne.",
		"goon.button":     "Siirry palveluun {name}",
		"me.by":           "Kirjautuminen ilman avainta",
		"me.by.hint":      "Se, joka takaa henkilöllisyytesi, antaa sinun lukea miltä laitteelta tahansa. Toimet allekirjoitetaan vain avaimellasi.",
		"me.by.add":       "Kirjaudu jatkossa myös palvelulla {name}",
		"me.by.end":       "Älä enää kirjaudu palvelulla {name}",
		"me.vouched":      "{name} takaa henkilöllisyytesi: luet etkä muuta mitään. Luonnosteluun, allekirjoittamiseen ja omien tietojesi muuttamiseen kirjaudu avaimellasi.",
		"wrong.vouched":   "{name} ei osoittanut, kuka olet. Voit yrittää uudelleen tai kirjautua avaimellasi.",
		"wrong.provider":  "Palvelulta {name} ei voi nyt kysyä. Yritä hetken kuluttua uudelleen tai kirjaudu avaimellasi.",
		"wrong.stranger":  "{name} on kertonut, kuka olet, eikä ketään sen nimistä tunneta täällä. Kysy siltä, joka kutsuu osapuolesi henkilöt.",
		"wrong.bound":     "Tuo nimi palvelussa {name} kuuluu täällä toiselle henkilölle, tai sinulla on siellä toinen.",
		"error.vouched":   "Olet kirjautunut lukemaan. Tätä varten kirjaudu avaimellasi.",
	}
}
