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
		const items = outputOf(textOf(last.content));
		if (!items) return textOf(last.content);
		const isRefused = items.some(({ would_post }) => would_post === false);
		const question = mayAsk && !isRefused ? ['Shall I post it?'] : [];
		return [...items.map(sentence), ...question].join('\n\n');
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

/** What the tools of the examples put out. */
interface Output {
	title?: string;
	view_count?: number;
	like_count?: number;
	share_url?: string;
	username?: string;
	follower_count?: number;
	would_post?: boolean;
	already_posted?: boolean;
	problems?: Array<{ message: string }>;
	outcome?: string;
	publish_id?: string;
	post_url?: string;
}

/** @returns undefined when it is a message, as that of an error */
function outputOf(text: string): Output[] | undefined {
	try {
		return [JSON.parse(text) as Output | Output[]].flat();
	} catch {
		return undefined;
	}
}

/** An item in words; one unlike those of the examples as it is. */
function sentence(item: Output): string {
	if (item.view_count !== undefined) {
		const { title = '', view_count, like_count = 0, share_url = '' } = item;
		return `"${title}": ${view_count} views, ${like_count} likes. ${share_url}`;
	}
	if (item.follower_count !== undefined) {
		return `${item.username ?? 'The account'} has ${item.follower_count} followers.`;
	}
	if (item.would_post) return 'TikTok would take it.';
	if (item.already_posted) return `It is posted already: ${item.publish_id}`;
	if (item.would_post === false) {
		const problems = (item.problems ?? []).map(({ message }) => message);
		return `TikTok would refuse it: ${problems.join(' ')}`;
	}
	if (item.outcome !== undefined) {
		return `The post is ${item.outcome}: ${item.post_url ?? item.publish_id}`;
	}
	return JSON.stringify(item);
}
