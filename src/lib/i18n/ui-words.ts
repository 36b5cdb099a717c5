import { type Locale, formatAge, formatMoment } from './format';
import { m } from './paraglide/messages.js';

/** The words of `lib/ui`, whose components know no language. Fits `UiWords` there. */
export function makeUiWords(locale: Locale) {
	return {
		close: m.ui_close(),
		menu: m.nav_menu(),
		loading: m.ui_loading(),
		retry: m.ui_retry(),
		apply: m.ui_filter_apply(),
		clear: m.ui_filter_clear(),
		search: m.ui_search(),
		noMatch: m.ui_no_match(),
		noData: m.ui_no_data(),
		chart: m.ui_chart(),
		table: m.ui_table(),
		download: m.ui_download(),
		about: m.ui_about(),
		faces: m.ui_faces(),
		png: m.ui_download_png(),
		svg: m.ui_download_svg(),
		csv: m.ui_download_csv(),
		chartFailed: m.ui_chart_failed(),
		openEvidence: m.ui_open_evidence(),
		formula: m.evidence_formula(),
		rows: m.evidence_rows(),
		link: m.evidence_link(),
		copy: m.evidence_copy(),
		ageUnknown: m.age_unknown(),
		sortBy: (name: string) => m.ui_sort_by({ name }),
		age: (at: string, now: string) => formatAge(locale, at, now),
		moment: (at: string) => formatMoment(locale, at),
		asOf: (at: string) => `${m.evidence_as_of()}: ${formatMoment(locale, at)}`
	};
}
