import { businessRules } from './businessApi';
import { displayRules } from './display';
import { oauthRules } from './oauth';
import { postingRules } from './posting';
import { pathOf, rule, type Rule } from './rule';

const lists = ['POST /v2/video/list/', 'POST /v2/video/query/'];
const publishing = '/v2/post/publish/';
const ofOnePermission = [
	'creator_info/query',
	'video/init',
	'inbox/video/init',
	'status/fetch',
	'cancel',
].map((name) => `POST ${publishing}${name}/`);

/** Every data endpoint wants a token that lives. */
const tokens = [...lists, ...ofOnePermission, `POST ${publishing}content/init/`].map((endpoint) =>
	rule(endpoint, 'a token that lives', 'documented', 'access_token_invalid', async ({ nobody }) =>
		nobody.post(pathOf(endpoint), {}),
	),
);

/** Those whose permission does not depend on the body. */
const permissions = [...lists, ...ofOnePermission].map((endpoint) =>
	rule(endpoint, 'its permission', 'documented', 'scope_not_authorized', async ({ basic }) =>
		basic.post(pathOf(endpoint), {}),
	),
);

export const rules: Rule[] = [
	...oauthRules,
	...tokens,
	...permissions,
	...displayRules,
	...postingRules,
	...businessRules,
];

/** What the emulator wants of a request to the endpoint. */
export const rulesOf = (endpoint: string) => rules.filter((one) => one.endpoint === endpoint);
