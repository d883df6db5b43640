import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { now } from '../shared/clock';
import { listOfTexts } from '../shared/listOfTexts';
import { isFirstSight } from './knownEvents';
import type { Delivery } from './readEvent';
import { describeEvent, readDelivery } from './readEvent';
import { Refusal, refusal } from './refusal';
import { ageOf, isSignedWith, parseSignature } from './signature';

/** TikTok's events are a few hundred bytes; anything far above is not an event. */
const MAX_BODY_BYTES = 1_000_000;

/**
 * One delivery. TikTok is answered by hand, before n8n starts the execution: when n8n answers, it
 * loses what was written to static data (n8n platform sheet §4). Never throws, because an error
 * thrown here would become an execution that anybody on the internet can start.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const delivery = readDelivery((await authenticBody(context)).toString('utf8'));
		const item = isWanted(context, delivery) ? describeEvent(delivery) : undefined;
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
	503: 'The credential cannot be read',
};

/** The body as bytes, once it is certain that TikTok sent them. */
async function authenticBody(context: IWebhookFunctions): Promise<Buffer> {
	const body = await rawBody(context);
	const signature = parseSignature(context.getHeaderData()['tiktok-signature']);
	if (!signature) throw refusal(401, 'There is no TikTok-Signature header with t and s.');
	if (!isSignedWith(await clientSecret(context), signature, body)) {
		throw refusal(
			401,
			'The signature does not fit. If TikTok sent it, check the client secret of the credential.',
		);
	}
	const { maximumAgeMinutes } = context.getNodeParameter('options', {}) as IDataObject;
	const limit = Number(maximumAgeMinutes ?? 0) * 60_000;
	if (limit > 0 && ageOf(signature, now()) > limit) {
		throw refusal(401, 'The signature is older than Maximum Age allows.');
	}
	return body;
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

/** Anything but 200 makes TikTok try again for 72 hours: time to mend the credential. */
async function clientSecret(context: IWebhookFunctions): Promise<string> {
	let secret: unknown;
	try {
		({ clientSecret: secret } = await context.getCredentials('tikTokOAuth2Api'));
	} catch (error) {
		throw refusal(503, `The credential cannot be read: ${String(error)}`);
	}
	if (typeof secret !== 'string' || secret === '') {
		throw refusal(503, 'The credential has no client secret.');
	}
	return secret;
}

function isWanted(context: IWebhookFunctions, { event, openId }: Delivery): boolean {
	const events = context.getNodeParameter('events', []) as string[];
	if (!events.includes(event)) return false;
	const accounts = listOfTexts((context.getNodeParameter('options', {}) as IDataObject).openIds);
	return accounts.length === 0 || openId === '' || accounts.includes(openId);
}

/** A test shows each delivery, and leaves no mark: n8n does not keep static data of tests. */
function isFirst(context: IWebhookFunctions, { key }: Delivery): boolean {
	if (context.getMode() === 'manual') return true;
	const trigger = `${context.getWorkflow().id}|${context.getNode().id}`;
	return isFirstSight(trigger, key, context.getWorkflowStaticData('node'));
}
