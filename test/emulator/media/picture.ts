/** A cover or avatar without any stored file: two colours made from the id. */
export function picture(id: string, label = ''): string {
	const hue = [...id].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 360, 7);
	const text = label
		? `<text x="50" y="50" dy=".35em" text-anchor="middle" font-size="40" fill="#fff"
			font-family="sans-serif">${label}</text>`
		: '';
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" preserveAspectRatio="none">
<defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="hsl(${hue} 60% 45%)"/>
<stop offset="1" stop-color="hsl(${(hue + 70) % 360} 60% 30%)"/></linearGradient></defs>
<rect width="100" height="100" fill="url(#g)"/>${text}</svg>`;
}
