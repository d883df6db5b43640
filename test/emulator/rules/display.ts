import { pathOf, post, rule, type Rule } from './rule';

const info = 'GET /v2/user/info/';
const list = 'POST /v2/video/list/';
const query = 'POST /v2/video/query/';

export const displayRules: Rule[] = [
	rule(info, 'a token that lives', 'documented', 'access_token_invalid', async ({ nobody }) =>
		nobody.get(`${pathOf(info)}?fields=open_id`),
	),
	rule(info, 'names of fields', 'seen', 'invalid_params', async ({ api }) => api.get(pathOf(info))),
	rule(info, 'known fields only', 'seen', 'invalid_params', async ({ api }) =>
		api.get(`${pathOf(info)}?fields=shoe_size`),
	),
	rule(info, 'the permission of each field', 'seen', 'scope_not_authorized', async ({ basic }) =>
		basic.get(`${pathOf(info)}?fields=open_id,username`),
	),
	rule(list, 'names of fields', 'documented', 'invalid_params', post(list, {})),
	rule(query, '1 to 20 IDs', 'documented', 'invalid_params', async ({ api }) =>
		api.post(`${pathOf(query)}?fields=id`, { filters: { video_ids: [] } }),
	),
];
