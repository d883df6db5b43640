/** What a person would read on a page, for error messages. */
export function pageText(html: string): string {
	return html
		.replace(/<(head|script|style)[\s\S]*?<\/\1>/g, '')
		.replace(/<[^>]+>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, 400);
}
