// Asks the browser for a passkey or a signature, fills in the form and sends it. Without it the same forms take an act
// signed elsewhere.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0))
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

async function make(d) {
	const c = await navigator.credentials.create({publicKey: {
		rp: {id: d.rp, name: d.name}, user: {id: bytes(d.user), name: d.holder, displayName: d.holder},
		challenge: bytes(d.challenge), pubKeyCredParams: [{type: 'public-key', alg: -8}, {type: 'public-key', alg: -7}],
		authenticatorSelection: {userVerification: 'required', residentKey: 'required', requireResidentKey: true}, attestation: 'none',
		excludeCredentials: d.exclude.split(' ').filter(Boolean).map(id => ({type: 'public-key', id: bytes(id)})),
	}})
	return {id: c.id, client: text(c.response.clientDataJSON), attestation: text(c.response.attestationObject)}
}

async function sign(d) {
	const c = await navigator.credentials.get({publicKey: {
		rpId: d.rp, challenge: bytes(d.challenge), userVerification: 'required',
		allowCredentials: d.allow.split(' ').filter(Boolean).map(id => ({type: 'public-key', id: bytes(id)})),
	}})
	return {id: c.id, client: text(c.response.clientDataJSON), auth: text(c.response.authenticatorData), sig: text(c.response.signature)}
}

for (const button of document.querySelectorAll('[data-passkey]')) {
	const form = button.form
	const said = form.querySelector('[data-said]')
	button.hidden = false
	if (!window.PublicKeyCredential) {
		said.hidden = false
		button.disabled = true
	}
	button.addEventListener('click', async event => {
		event.preventDefault()
		button.disabled = true
		said.hidden = true
		try {
			const answer = await (button.dataset.passkey === 'make' ? make : sign)(button.dataset)
			for (const [name, value] of Object.entries(answer)) form.elements['passkey.' + name].value = value
			button.disabled = false // one that is disabled is not sent along
			form.requestSubmit(button)
		} catch {
			said.hidden = false
			said.focus()
		}
		button.disabled = false
	})
}
