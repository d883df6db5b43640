/**
 * What runs in the browser: shows what has changed without a reload, and does what the buttons say.
 * What is the same stays as it is: a video goes on playing, a choice stays chosen. A text, because it
 * is no code of this process.
 */
export const liveScript = `
const keyOf = (node) => (node.nodeType === 1 ? node.dataset.key ?? node.tagName : node.nodeName);

function morph(now, next) {
	if (now.isEqualNode(next)) return now;
	if (now.nodeType !== 1 || keyOf(now) !== keyOf(next)) return next;
	if (now.tagName === 'VIDEO' && now.src === next.src) return now;
	for (const { name } of [...now.attributes]) {
		// Whether something is folded open is the reader's business.
		if (name !== 'open' && !next.hasAttribute(name)) now.removeAttribute(name);
	}
	for (const { name, value } of next.attributes) {
		if (now.getAttribute(name) !== value) now.setAttribute(name, value);
	}
	const left = [...now.childNodes];
	const wanted = [...next.childNodes].map((child) => {
		const index = left.findIndex((one) => keyOf(one) === keyOf(child));
		return index < 0 ? child : morph(left.splice(index, 1)[0], child);
	});
	for (const node of [...now.childNodes]) if (!wanted.includes(node)) node.remove();
	wanted.forEach((node, index) => {
		if (now.childNodes[index] !== node) now.insertBefore(node, now.childNodes[index] ?? null);
	});
	return now;
}

async function refresh() {
	const main = document.querySelector('main');
	try {
		const answer = await fetch('/_emulator/page' + location.pathname);
		const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
		const shown = next.querySelector('main');
		if (answer.ok && shown) morph(main, shown);
		main.classList.remove('gone');
	} catch {
		main.classList.add('gone');
	}
}

document.addEventListener('click', async ({ target }) => {
	const button = target.closest('button[data-call]');
	if (!button) return;
	const [method, path] = button.dataset.call.split(' ');
	const choice = button.parentElement.querySelector('select')?.value;
	const body = button.dataset.body.replace('"$choice"', JSON.stringify(choice));
	const answer = await fetch(path, { method, body });
	if (!answer.ok) alert((await answer.json()).error);
	await refresh();
});

async function goOn() {
	if (!document.hidden) await refresh();
	setTimeout(goOn, 1000);
}
setTimeout(goOn, 1000);
`;
