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
		return `${retold(textOf(last.content))}${mayAsk ? '\n\nShall I post it?' : ''}`;
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

/** What a tool put out, in words. What it put out unlike the tools of the examples stays as it is. */
function retold(text: string): string {
	try {
		const items = [JSON.parse(text) as Output | Output[]].flat();
		return items.map((item) => sentence(item) ?? JSON.stringify(item)).join('\n\n');
	} catch {
		return text;
	}
}

interface Output {
	title?: string;
	view_count?: number;
	like_count?: number;
	share_url?: string;
	follower_count?: number;
	username?: string;
	would_post?: boolean;
	problems?: Array<{ message: string }>;
	outcome?: string;
	publish_id?: string;
	post_url?: string;
}

function sentence(item: Output): string | undefined {
	if (item.view_count !== undefined) {
		return `"${item.title}": ${item.view_count} views, ${item.like_count} likes. ${item.share_url}`;
	}
	if (item.follower_count !== undefined) {
		return `${item.username ?? 'The account'} has ${item.follower_count} followers.`;
	}
	if (item.would_post !== undefined) {
		const problems = (item.problems ?? []).map(({ message }) => message);
		return [
			'TikTok ' + (item.would_post ? 'would take it.' : 'would refuse it:'),
			...problems,
		].join(' ');
	}
	if (item.outcome !== undefined) {
		return `The post is ${item.outcome}: ${item.post_url ?? item.publish_id}`;
	}
	return undefined;
}
