import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { now } from '../shared/clock';
import { clientSecrets } from './clientSecret';
import { knownEvents } from './knownEvents';
import type { Delivery } from './readEvent';
import { describeEvent, readDelivery } from './readEvent';
import { Refusal, refusal } from './refusal';
import type { Settings } from './settings';
import { readSettings } from './settings';
import { ageOf, isSignedWith, parseSignature } from './signature';
import type { Signature } from './signature';

/** TikTok's events are a few hundred bytes; anything far above is not an event. */
const MAX_BODY_BYTES = 100_000;

/**
 * One delivery. TikTok is answered by hand, before n8n starts the execution: when n8n answers, it
 * loses what was written to static data (n8n platform sheet §4). Never throws, because an error
 * thrown here would become an execution that anybody on the internet can start.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const result = await answered(context);
	await clientSecrets.refresh(context);
	return result;
}

async function answered(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const { body, signature } = await authenticCall(context);
		const settings = readSettings(context);
		checkAge(signature, settings);
		const delivery = readDelivery(body.toString('utf8'));
		const item = isWanted(delivery, settings)
			? describeEvent(delivery, saysWords(context))
			: undefined;
		const isNew = item !== undefined && isFirst(context, delivery);
		context.getResponseObject().status(200).end();
		return { noWebhookResponse: true, ...(isNew && { workflowData: [[{ json: item }]] }) };
	} catch (error) {
		const status = error instanceof Refusal ? error.status : 500;
		const message = error instanceof Error ? error.message : 'Unknown error';
		context.logger.warn(`TikTok webhook: a delivery was answered with ${status}. ${message}`);
		context.getResponseObject().status(status).json({ message: publicMessages[status] });
		return { noWebhookResponse: true };
	}
}

/** The sender learns no more than it needs: the log has the reason. */
const publicMessages: Record<number, string> = {
	400: 'Not a TikTok event',
	401: 'The signature is missing or wrong',
	500: 'The event could not be processed',
	503: 'The trigger is not ready',
};

/**
 * A call once it is certain that TikTok made it. Anybody can call: what costs least is looked at
 * first, and nothing costs more than one digest over a body of limited size.
 */
async function authenticCall(context: IWebhookFunctions) {
	const signature = parseSignature(context.getHeaderData()['tiktok-signature']);
	if (!signature) throw refusal(401, 'There is no TikTok-Signature header with t and s.');
	const body = await rawBody(context);
	if (!isSignedWith(await clientSecrets.of(context), signature, body)) {
		throw refusal(
			401,
			'The signature does not fit. If TikTok sent it, check the client secret of the credential.',
		);
	}
	return { body, signature };
}

function checkAge(signature: Signature, { maximumAgeMs }: Settings): void {
	if (ageOf(signature, now()) > maximumAgeMs) {
		throw refusal(401, 'The signature is older than Maximum Age allows.');
	}
}

/** n8n has usually read it; without a content type it may not have (n8n platform sheet §4). */
async function rawBody(context: IWebhookFunctions): Promise<Buffer> {
	const request = context.getRequestObject();
	try {
		if (!Buffer.isBuffer(request.rawBody)) await request.readRawBody();
	} catch {
		throw refusal(400, 'The body could not be read.');
	}
	const body = request.rawBody;
	if (!Buffer.isBuffer(body) || body.length === 0) throw refusal(400, 'The body is empty.');
	if (body.length > MAX_BODY_BYTES) throw refusal(400, `The body has ${body.length} bytes.`);
	return body;
}

/** Workflows from before compare `event` with TikTok's names: their nodes are of version 1. */
const saysWords = (context: IWebhookFunctions) => context.getNode().typeVersion >= 2;

/** Events that name no account always count. */
function isWanted({ event, openId }: Delivery, { events, accounts }: Settings): boolean {
	if (!events.includes(event)) return false;
	return accounts.length === 0 || openId === '' || accounts.includes(openId);
}

/** A test shows each delivery, and leaves no mark: n8n does not keep static data of tests. */
function isFirst(context: IWebhookFunctions, { key }: Delivery): boolean {
	if (context.getMode() === 'manual') return true;
	const workflow = String(context.getWorkflow().id);
	const sighting = { workflow, node: context.getNode().id, eventKey: key, at: now() };
	return knownEvents.isFirstSight(sighting, context.getWorkflowStaticData('global'));
}
