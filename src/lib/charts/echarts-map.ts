/** What maps need beyond the chart chunk. */
import { GeoComponent } from 'echarts/components';
import { registerMap, use } from 'echarts/core';

use([GeoComponent]);

export type MapShapes = Exclude<Parameters<typeof registerMap>[1], string>;

export { registerMap };
