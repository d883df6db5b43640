import { textOf, type ChatRequest, type Reply } from '../chatModel';

const ADDRESS = /https?:\/\/[^\s"'<>]+/;
const CAPTION = /caption:?\s+(.+)/i;
const AGREES = /^\W*(yes|ok|okay|sure|please do|go ahead)\b/i;
const HELP =
	'I am a stand-in for a chat model and understand three sentences: "How did my last videos do?", ' +
	'"Post https://… with the caption …", and "yes".';

/**
 * The chat model of the demo, which no key and no network is needed for. It knows the tools of the
 * examples and what their notes tell people to say, and nothing else.
 */
export function assistant({ messages, tools = [] }: ChatRequest): Reply {
	const texts = messages
		.filter(({ role }) => role === 'user')
		.map(({ content }) => textOf(content));
	const said = texts.at(-1) ?? '';
	const hasTool = (name: string) => tools.some(({ function: tool }) => tool.name === name);
	const isAgreed = AGREES.test(said);
	const mayAsk = hasTool('Check_Video') && !isAgreed;

	const last = messages.at(-1);
	if (last?.role === 'tool') {
		return `${textOf(last.content)}${mayAsk ? '\n\nShall I post it?' : ''}`;
	}
	// After a yes the address stands in an earlier message.
	const about = (isAgreed ? texts : [said]).findLast((text) => ADDRESS.test(text));
	if (about !== undefined) {
		const [videoUrl] = ADDRESS.exec(about) ?? [];
		const caption = CAPTION.exec(about)?.[1].trim() ?? '';
		return { tool: mayAsk ? 'Check_Video' : 'Post_Video', parameters: { videoUrl, caption } };
	}
	if (/follower|account/i.test(said) && hasTool('Get_Stats')) {
		return { tool: 'Get_Stats', parameters: {} };
	}
	if (/video|post/i.test(said) && hasTool('Get_Videos')) {
		return { tool: 'Get_Videos', parameters: { limit: 3 } };
	}
	return HELP;
}
