// Fetches the record and has it checked here, by verify.js, which stands before this. It fills in and shows what the page
// has words for; nothing it is told becomes more than text.
const said = document.getElementById('check-said')
const number = new Intl.NumberFormat(document.documentElement.lang)

function show(name, ...values) {
	const part = said.querySelector(`[data-say="${name}"]`)
	if (!part) return
	part.hidden = false
	for (const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT); walk.nextNode();) {
		const text = walk.currentNode
		text.whole ??= text.data
		text.data = text.whole.replace(/\{(\d)\}/g, (_, i) => typeof values[i] === 'number' ? number.format(values[i]) : values[i])
	}
}

function hide() {
	for (const part of said.querySelectorAll('[data-say]')) part.hidden = true
	said.hidden = false
}

async function check(address) {
	hide()
	show('running', 0, 0)
	const answer = await fetch(address, {cache: 'no-store'})
	if (!answer.ok) throw new Error(String(answer.status))
	const record = new Uint8Array(await answer.arrayBuffer())
	return accedeVerifier.verify(record, (n, of) => show('running', n, of))
}

function tell(result) {
	hide()
	show(result.verified ? 'verified' : result.outcome === 'unable' ? 'unable' : 'refused')
	if (result.position) show('position', result.position)
	if (result.reason) show('reason', result.reason)
	for (const [name, ...numbers] of result.checked) show(name, ...numbers)
	for (const name of result.notChecked) show('not-' + name)
	if (result.verified) {
		show('root', result.origin, result.root)
		show('compare')
	}
}

for (const button of document.querySelectorAll('[data-check]')) {
	button.hidden = false
	button.addEventListener('click', async () => {
		button.disabled = true
		try {
			tell(await check(button.dataset.check))
		} catch {
			hide()
			show('fetch')
		}
		button.disabled = false
		said.focus()
	})
}
