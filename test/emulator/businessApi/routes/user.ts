import type { Endpoint } from '../endpoint';

/** §2: who authorized. No parameters, no app secret, and it works in the sandbox. */
const userInfo: Endpoint = {
	method: 'GET',
	path: '/user/info/',
	token: 'required',
	handle({ state, context }) {
		return { ...state.user, avatar_url: `${context.baseUrl()}/portal/avatar.svg` };
	},
};

export const userEndpoints: Endpoint[] = [userInfo];
