# -*- coding: utf-8 -*-
"""The words that stand before a value on a financial document, in English, Dutch, German and French.

A phrase is a regular expression on lower-case text without accents, with three abbreviations: a blank also
matches nothing, a hyphen or a full stop; `#` is any way to write "number"; `~` is an optional "(21 %) VAT"
with its brackets.
"""

LANGUAGES = ('en', 'nl', 'de', 'fr')

# kind, rank (the higher one wins when two labels of a kind give different values), one phrase per language.
# 'ignored' labels are there so that their values are not taken for something else.
LABELS = (
    ('invoice_number', 3, r'credit (note|invoice|memo) #', r'credit (nota|factuur) #',
     r'(gutschrifts?|storno ?rechnungs?|rechnungskorrektur) #', r'# (de l.|d.)?avoir|(facture d.)?avoir #'),
    ('invoice_number', 2, r'(tax )?invoice #|bill #', r'(factuur|nota) #', r'rechnungs? #',
     r'facture #|# (de )?(la )?facture'),
    ('invoice_number', 1, r'(tax |sales )?invoice|bill', r'factuur|nota', r'rechnung', r'facture'),
    ('credit', 1, r'credit (note|invoice|memo)', r'credit ?(nota|factuur)',
     r'gutschrift|storno ?rechnung|rechnungskorrektur', r'(facture d.)?avoir|note de credit'),
    ('receipt', 1, r'(sales |cash )?receipt', r'(kassa|kas|pin)?bon|kassaticket',
     r'kassen(bon|beleg)|quittung|bon', r'ticket( de caisse)?|recu'),
    ('receipt_number', 2, r'(receipt|ticket) #', r'((kassa)?bon|ticket) #',
     r'((kassen)?(bon|beleg)|quittungs?) #', r'# (de )?(ticket|recu)|(ticket|recu) #'),
    ('ignored', 2, r'(original|concerning|regarding|relates to|for|against|re) invoice( #)?',
     r'(oorspronkelijke|betreft|voor|bij|op) factuur( #)?',
     r'(ursprungliche|zu|zur|urspr) rechnungs?( #)?|bezugsrechnung|original rechnung( #)?',
     r'facture (d.origine|initiale|concernee)( #)?|sur facture( #)?|# (de )?facture (d.origine|initiale)'),
    ('ignored', 2, r'page|fax|for questions.*', r'pagina|fax', r'seite|fax|telefax', r'fax|telecopie'),
    ('date', 2,
     r'(invoice|issue|credit note|receipt|bill|purchase|transaction) date|date (of )?(invoice|issue)'
     r'|date issued|issued( on)?',
     r'(factuur|nota|aankoop|bon|transactie|credit(nota|factuur)?) ?datum|datum factuur',
     r'(rechnungs|ausstellungs|beleg|gutschrifts?|kauf) ?datum|datum der rechnung',
     r'date (de |d.)?(la )?(facture|facturation|emission|achat|avoir)'),
    ('date', 1, r'date', r'datum', r'datum', r'date'),
    ('due_date', 2, r'(payment )?due (date|by|on)|date due|payment due|pay(ment|able)? (by|before)|due',
     r'verval ?(datum|dag)|uiterste betaaldatum|(te )?(betalen|voldoen) (voor|uiterlijk|uiterlijk op)'
     r'|betaal (voor|uiterlijk)|uiterlijk betalen op',
     r'fallig(keit)?( am| bis)?|falligkeits ?datum|zahlbar( bis)?( zum)?|zu zahlen bis( zum)?',
     r'(date d.)?echeance|a (payer|regler) (avant|le|au plus tard)( le)?'
     r'|date limite( de (paiement|reglement))?'),
    ('ignored', 2,
     r'(delivery|order|shipping|shipment|ship|service|supply|expiry|print|statement) (date|period)'
     r'|date of (delivery|supply|birth)|(billing )?period|tax point|valid (until|to|from)|original date',
     r'(lever(ings)?|bestel|order|verzend|afdruk|print|geboorte) ?datum|(factuur)?periode'
     r'|geldig tot( en met)?',
     r'(liefer(schein)?|leistungs|bestell|auftrags|druck|versand) ?(datum|zeitraum|termin)|gultig bis',
     r'date (de |d.)?(la )?(livraison|commande|expedition|prestation|impression)|periode|valable jusqu.au'),
    ('time', 1, r'time', r'tijd(stip)?', r'(uhr)?zeit', r'heure'),
    ('order_number', 2, r'((purchase |sales )?order|p\.?o\.?|your order) #',
     r'((inkoop|verkoop)?order|bestel|opdracht) #', r'(bestell?|auftrags?|ihre bestell) #',
     r'# (de )?(bon de )?commande|(bon de )?commande #'),
    ('customer_number', 2, r'(customer|client) #', r'(klant|debiteur(en)?|relatie) #', r'kunden #',
     r'# (de )?client|client #|code client'),
    ('customer_reference', 2, r'(your|customer) ref(erence)?', r'uw (referentie|kenmerk|ref)',
     r'ihre? (zeichen|referenz|ref)', r'(votre|vos|v) ref(erence)?s?'),
    ('package_number', 2, r'(tracking|parcel|package) #', r'pakket #', r'(paket|sendungs) #',
     r'# (de )?colis'),
    ('terminal_number', 2, r'terminal( #)?', r'terminal( #)?', r'terminal( #)?', r'terminal( #)?'),
    ('transaction_number', 2, r'transaction #', r'transactie( #)?', r'transaktions? #',
     r'# (de )?transaction'),
    ('payment_auth_code', 2, r'auth(oris|oriz)?(ation)? ?(code|#)', r'autorisatie ?(code|#)',
     r'(genehmigungs|autorisierungs) ?(code|#)', r'(code |# )(d.)?autorisation'),
    ('shop_number', 2, r'(store|shop) #', r'(winkel|filiaal) #', r'filial(e|en)? #',
     r'# (de )?magasin|magasin #'),
    ('table_number', 2, r'table( #)?', r'tafel( #)?', r'tisch( #)?', r'table( #)?'),
    ('document_subject', 2, r'subject', r'betreft|onderwerp', r'betreff', r'objet'),
    ('vat_number', 2, r'(vat|tax) ((registration|reg|id|identification) ?)*#|(vat|tax) (id|reg|registration)',
     r'btw (id(entificatie)? ?)?(#|id)',
     r'(ust|umsatzsteuer) id( ?#|nr)?|(ust|umsatzsteuer) identifikations #|uid( #)?',
     r'(# (de )?tva|tva #)( ?intra\w*)?|tva intra\w*|# (d.)?identification( tva)?'),
    ('customer_vat_number', 3,
     r'(customer|client|your|buyer)s?.?s? (vat|tax) (id ?|reg ?)*(#)?|(vat|tax) # (of )?(customer|client)',
     r'(uw|klant) btw (id ?)?#|btw (id ?)?# (van )?(uw|klant|afnemer)',
     r'(ihre|kunden) (ust|umsatzsteuer) id( ?#|nr)?',
     r'(votre # (de )?tva|# (de )?tva (du )?client|votre tva|tva client)'),
    ('coc_number', 2,
     r'(coc|chamber of commerce|company( registration| reg)?|registration|commercial register)( #)',
     r'(kvk|kamer van koophandel|handelsregister)( #)?', r'(handelsregister|registergericht)( #)?',
     r'rcs|siren|siret'),
    ('coc_number', 1, r'coc|company reg(istration)?', r'k\.v\.k\.?', r'(?=hr[ab] \d)',
     r'(?=(siren|siret|rcs) )'),
    ('bic', 2, r'(bic|swift)( ?/ ?swift)?( code)?', r'bic( code)?', r'bic( ?/ ?swift)?', r'bic'),
    ('chain_liability', 2, r'g account', r'g ?rekening(nummer)?', r'g konto', r'compte g'),
    ('their_account', 2, r'your (bank )?account|(direct debit|debited) from',
     r'(van )?uw (bank)?rekening|incasso', r'ihr(em|es)? konto|abgebucht|lastschrift',
     r'votre compte|preleve|prelevement'),
    ('phone', 2, r'(tele)?phone|tel|mobile|t(?=:)', r'telefoon(nummer)?|tel|mobiel|t(?=:)',
     r'tele?fon|fon|mobil|t(?=:)', r'telephone|tel|portable|mobile'),
    ('customer', 2, r'(bill(ed)?|invoiced?|sold) to|customer|client|buyer|(billing|invoice) address',
     r'factuur ?adres|(factuur|gefactureerd) aan|klant|afnemer|koper',
     r'rechnung an|rechnungs ?(adresse|anschrift|empfanger)|kunde|kaufer|leistungsempfanger|empfanger',
     r'facture? a|client|adresse (de )?facturation|destinataire|acheteur'),
    ('merchant', 2, r'seller|supplier|vendor|issued by|merchant|(visiting|postal) address|registered office',
     r'leverancier|verkoper|afzender|(bezoek|post) ?adres',
     r'absender|verkaufer|lieferant|rechnungssteller|(besuchs|post) ?(adresse|anschrift)',
     r'emetteur|vendeur|fournisseur|prestataire|emis par|siege( social)?'),
    # A ticket has these before places, so a name must look like a company's.
    ('customer', 1, r'to(?= ?:)', r'aan(?= ?:)', r'an(?= ?:)', r'a l.attention de'),
    ('merchant', 1, r'from(?= ?:)', r'van(?= ?:)', r'von(?= ?:)', r'de(?= ?:)'),
    ('delivery', 2, r'(ship(ped)?|deliver(ed|y)?) to|(shipping|delivery) address',
     r'(af)?(lever|bezorg) ?adres', r'liefer(adresse|anschrift)|lieferung an',
     r'adresse de livraison|livr(e|aison) a'),
    ('total', 3,
     r'grand total'
     r'|(invoice )?total( amount)? \(?inc[a-z]*\.?( of)?~|invoice (total|amount)'
     r'|total gross|gross (total|amount)',
     r'totaal( ?bedrag)? \(?in[ck]l?[a-z]*\.?~|factuur ?(bedrag|totaal)|eind ?(totaal|bedrag)|totaal factuur'
     r'|bruto( ?bedrag)?',
     r'gesamt ?(betrag|summe|preis) ?\(?(brutto|inkl\.?~)\)?|brutto( ?betrag)?'
     r'|(rechnungs|end) ?(betrag|summe)|(summe|gesamt|total) (brutto|inkl\.?~)',
     r'(montant )?total( general)? \(?t\.?t\.?c\.?\)?|montant ttc|total general|prix ttc'),
    ('total', 2, r'total( amount)?', r'totaal( ?bedrag)?', r'gesamt ?(betrag|summe)|summe|gesamt|total',
     r'(montant )?total'),
    ('total', 1, r'(amount|balance|total) (due|payable)|(total )?to pay|please pay',
     r'(totaal )?te (betalen|voldoen)( bedrag)?|(openstaand|te betalen|verschuldigd) bedrag',
     r'zu zahlen(der betrag)?|(zahl|offener) ?betrag|betrag',
     r'(net|total|montant|reste|solde) (a payer|a regler|du)'),
    ('net', 2,
     r'(sub ?)?total( amount)? \(?(ex[a-z]*\.?( of)?~|before (vat|tax))|net (total|amount)'
     r'|total net|taxable amount',
     r'(sub)?totaal( ?bedrag)? \(?ex[a-z]*\.?~|netto( ?(bedrag|totaal))?|totaal netto',
     r'(gesamt ?)?netto( ?(betrag|summe|gesamt))?'
     r'|(gesamt ?(betrag|summe)?|summe|total|zwischensumme) \(?(netto|exkl\.?~)\)?',
     r'(montant |sous )?total( general)? \(?(h\.?t\.?|hors (taxes?|tva))\)?|montant ht'),
    ('net', 1, r'sub total', r'sub totaal|tussentotaal', r'zwischensumme', r'sous total'),
    ('vat', 2, r'(total|amount of) (vat|gst|tax)|(vat|gst|tax) (total|amount)',
     r'totaal btw|btw (totaal|bedrag)|btw-bedrag',
     r'(summe|gesamt) (mwst|ust|mehrwertsteuer|umsatzsteuer)|(mwst|ust|steuer) ?(betrag|gesamt)',
     r'(total|montant)( de la)? tva'),
    ('vat', 1, r'(incl(uding|udes)?\.? |of which |plus )?(vat|gst|hst|(sales )?tax)',
     r'((waarvan|incl\.?|inclusief) )?btw',
     r'((zzgl|inkl|enthaltene|davon|enth)\.? )?(gesetzl\.? )?(mwst|ust|mehrwertsteuer|umsatzsteuer)',
     r'(dont )?tva'),
    ('change', 2, r'change( due)?', r'wisselgeld|terug', r'(ruck|wechsel)geld|zuruck',
     r'rendu( monnaie)?|monnaie rendue'),
    ('carried', 2, r'(carried|brought|balance) (forward|over)|previous balance|page total|subtotal page',
     r'transport(eren)?|(vorig|eerder) saldo|totaal pagina|subtotaal pagina',
     r'ubertrag|zwischensumme seite|saldo', r'report|a reporter|total page|solde precedent'),
    ('currency', 2, r'currency', r'valuta|munteenheid', r'wahrung', r'devise|monnaie'),
    ('paymentmethod', 2, r'payment (method|type)|method of payment|paid (by|with|via)|payment',
     r'betaal(wijze|methode)|betaald (met|per|via)',
     r'zahlungs ?(art|weise|methode|mittel)|zahlart|bezahlt (mit|per)',
     r'mode de (paiement|reglement)|moyen de paiement|(paye|regle) (par|en)'),
)

# Labels that name registers or methods are printed in any language, so they do not tell the document's own.
NEUTRAL = frozenset(
    ['vat_number', 'customer_vat_number', 'coc_number', 'bic', 'phone', 'terminal_number', 'ignored'])

# Labels that also count in the middle of a sentence, because they say what a value is not.
ANYWHERE = frozenset(['ignored', 'their_account', 'chain_liability'])

# Words that only one of the languages has.
STOPWORDS = {
    'en': 'the and of for your with please thank you amount payment we invoice price quantity'.split(),
    'nl': 'het een voor uw met bedankt wij bij graag omschrijving aantal prijs bedrag binnen dagen'.split(),
    'de': 'der die und fur mit ihr ihre wir bitte vielen dank menge preis betrag innerhalb von'.split(),
    'fr': 'le la les et des pour votre vous merci nous avec quantite prix montant jours du'.split(),
}

# Headings of the columns of line items.
COLUMNS = (
    ('title', r'description|item|product|article|details|service',
     r'omschrijving|artikel|product|dienst|beschrijving',
     r'beschreibung|bezeichnung|artikel|leistung|produkt|position',
     r'designation|description|article|produit|libelle|prestation'),
    ('sku', r'sku|(item|article|product) (#|code)|code', r'(artikel|art) #|artikelcode|art',
     r'(artikel|art) #|art', r'ref(erence)?'),
    ('quantity', r'quantity|qty|units|hours', r'aantal|uren|hoeveelheid', r'menge|anzahl|stk|stunden',
     r'quantite|qte|qty'),
    ('amount_each', r'(unit )?price( each)?|rate|unit cost|each',
     r'(stuk|eenheids)?prijs( per (stuk|eenheid))?|tarief|p st', r'(einzel|stuck|e)? ?preis',
     r'prix( unitaire)?( ht| ttc)?|p u( ht| ttc)?'),
    ('vat_percentage', r'(vat|tax|gst)( rate| %)?', r'btw( %)?', r'(mwst|ust)( satz| %)?|steuer(satz)?',
     r'(taux )?(de )?tva( %)?'),
    ('amount', r'(line )?(amount|total)( \(?(eur|excl\.?~|incl\.?~)\)?)?', r'bedrag|totaal|subtotaal',
     r'betrag|gesamt(preis)?|summe|total', r'montant( ht| ttc)?|total( ht| ttc)?'),
    ('other', r'discount|unit|date|pos|#', r'korting|eenheid|datum|pos', r'rabatt|einheit|datum|pos',
     r'remise|unite|date'),
)

# Headings of VAT, in any language.
VAT_NAMES = r'vat|btw|mwst|ust|tva|tax|taxes|gst|mehrwertsteuer|umsatzsteuer|steuer'

# The words beside the amounts of totals and VAT; with any other word, a row is about something else.
VAT_WORDS = frozenset((
    'vat btw mwst ust tva tax gst mehrwertsteuer umsatzsteuer steuer taxe taxes satz steuersatz taux '
    'tarief rate hoog laag high low standard reduced normal reduit zzgl zuzuglich inkl incl including '
    'excl exkl gesetzl over van of on sur auf von aus base basis grondslag net netto brutto bruto gross '
    'ht ttc bedrag amount betrag montant total totaal dont davon waarvan which enthalt enthaltene enth '
    'inclusief exclusief included sales plus at de the a b c d e').split())

# What a line says that was paid in this way.
PAYMENT = (
    ('cash', r'cash|contante?n?|bar(geld|zahlung)?|especes'),
    ('creditcard', r'credit ?card|visa|master ?card|amex|american express|kredit ?karte|carte de credit'),
    ('pin', r'pin(nen)?|maestro|v pay|bancontact|giro ?card|ec karte|debit( card)?|carte bancaire|bank ?pas'),
    ('bank', r'bank transfer|overboeking|bank ?overschrijving|uberweisung|virement( bancaire)?'),
)

# Titles of papers that speak of invoices and orders but are neither invoice nor receipt.
OTHER_PAPERS = (
    r'(account )?statement|quot(e|ation)|estimate|pro forma|order confirmation|packing slip|delivery note|'
    r'reminder|offerte|(order|opdracht)bevestiging|pakbon|aanmaning|herinnering|rekeningoverzicht|'
    r'angebot|auftragsbestatigung|lieferschein|mahnung|zahlungserinnerung|kontoauszug|'
    r'devis|bon de (livraison|commande)|confirmation de commande|rappel|releve')

REVERSE_CHARGE = r'reverse charge|btw verlegd|verlegde btw|steuerschuldnerschaft|autoliquidation'

# What stands at the top of a document or an address and is not a name.
GREETINGS = (
    r'welcome.*|welkom.*|willkommen.*|bienvenue.*|thank you.*|bedankt.*|vielen dank.*|merci.*|copy|copie|'
    r'kopie|original|duplicat[ae]?|(customer|merchant) copy|klantenbon|kundenbeleg|tax|simplified|attn.*|'
    r't\.?a\.?v\.?.*|t\.?n\.?v\.?.*|z\.?\s?hd.*|firma|herrn?|frau|dhr\.?|mevr(ouw)?\.?|mr\.?|mrs\.?|'
    r'ms\.?|m\.|mme\.?|madame|monsieur')

LEGAL_FORM = (
    r'\b(?:b\.?\s?v\.?|n\.?v\.?|v\.?o\.?f\.?|gmbh|ag|ug|kg|ohg|e\.?k\.?|ltd\.?|limited|plc|llp|llc|inc\.?|'
    r's\.?a\.?r\.?l\.?|s\.?a\.?s\.?u?|s\.?a\.?|eurl|sprl|bvba)(?=\s|$|[,;)])')

# What a symbol may mean.
SYMBOLS = {
    '€': ('EUR',), '£': ('GBP',), '$': ('USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'MXN'), 'US$': ('USD',),
    'C$': ('CAD',), 'CA$': ('CAD',), 'A$': ('AUD',), 'AU$': ('AUD',), '¥': ('JPY', 'CNY'), 'zł': ('PLN',),
    'kr': ('SEK', 'NOK', 'DKK', 'ISK'), 'Kč': ('CZK',), 'Fr.': ('CHF',), '₺': ('TRY',), '₹': ('INR',)}
CURRENCIES = ('EUR USD GBP CHF SEK NOK DKK ISK PLN CZK HUF RON BGN TRY JPY CNY AUD CAD NZD HKD SGD INR '
              'ZAR BRL MXN AED ILS KRW THB').split()
