/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { RequestListener, ServerResponse } from 'node:http';

import { bodyOf, listenOnLoopback } from './loopbackServer';

interface Message {
	role: string;
	content: unknown;
}

export interface ChatRequest {
	messages: Message[];
	stream?: boolean;
	tools?: Array<{ function: { name: string; description: string; parameters: unknown } }>;
}

/** What a model says next: a text, or the call of a tool. */
export type Reply = string | { tool: string; parameters: Record<string, unknown> };

/** Answers an OpenAI-compatible client, without streaming, with what `reply` makes of the chat. */
export function answerChats(reply: (chat: ChatRequest) => Reply): RequestListener {
	let calls = 0;
	const messageOf = (said: Reply): object => {
		if (typeof said === 'string') return { role: 'assistant', content: said };
		const { tool: name, parameters } = said;
		const call = { name, arguments: JSON.stringify(parameters) };
		const tool_calls = [{ id: `call_${calls++}`, type: 'function', function: call }];
		return { role: 'assistant', content: null, tool_calls };
	};
	return (request, response) => {
		void bodyOf(request).then((body) => {
			if (request.url !== '/v1/chat/completions') return sendJson(response, 404, {});
			const chat = JSON.parse(body.toString()) as ChatRequest;
			if (chat.stream) {
				return sendJson(response, 400, { error: { message: 'This model does not stream' } });
			}
			sendJson(response, 200, completion(messageOf(reply(chat))));
		});
	};
}

/** Stands in for an OpenAI-compatible chat model: calls the one tool it is given, then says goodbye. */
export interface ChatModel {
	/** What goes into n8n's OpenAI credential as base URL. */
	url: string;
	/** The arguments of its next tool call; without a name it calls the first tool. */
	callTool(parameters: Record<string, unknown>, name?: string): void;
	/** What the model was told in answer to its calls. */
	readonly toolAnswers: string[];
	/** The tools as the model sees them, of the last request. */
	readonly tools: NonNullable<ChatRequest['tools']>;
	close(): Promise<void>;
}

export async function startChatModel(): Promise<ChatModel> {
	const toolAnswers: string[] = [];
	const tools: NonNullable<ChatRequest['tools']> = [];
	let wanted: { parameters: Record<string, unknown>; name?: string } = { parameters: {} };

	const reply = ({ messages, tools: offered = [] }: ChatRequest): Reply => {
		const last = messages.at(-1);
		if (last?.role === 'tool') {
			toolAnswers.push(textOf(last.content));
			return 'Done.';
		}
		tools.splice(0, tools.length, ...offered);
		const tool = offered.find(({ function: { name } }) => name === (wanted.name ?? name));
		if (!tool) return `I have no tool ${wanted.name ?? ''}`;
		return { tool: tool.function.name, parameters: wanted.parameters };
	};

	const { url, close } = await listenOnLoopback(answerChats(reply));
	const callTool: ChatModel['callTool'] = (parameters, name) => (wanted = { parameters, name });
	return { url: `${url}/v1`, callTool, toolAnswers, tools, close };
}

function completion(message: object): object {
	return {
		id: 'chatcmpl-1',
		object: 'chat.completion',
		created: 1_760_000_000,
		model: 'stand-in',
		choices: [
			{
				index: 0,
				message,
				finish_reason: 'tool_calls' in message ? 'tool_calls' : 'stop',
			},
		],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

/** Content is a text or a list of parts with texts. */
export function textOf(content: unknown): string {
	if (!Array.isArray(content)) return String(content);
	return content.map((part: { text?: string }) => part.text ?? '').join('');
}

function sendJson(response: ServerResponse, status: number, body: object): void {
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(JSON.stringify(body));
}
