import { TRACK_PATH } from '@driver-dispatch/contract';
import { Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { isForm } from '../http/form-body';
import { readTrackerReport } from './tracker-report';
import { TrackerGuard, type TrackedRequest } from './tracker.guard';
import { TrackerService } from './tracker.service';

/** Reports of tracking apps. The path contains the secret, because Traccar Client can send it nowhere else. */
@Controller(TRACK_PATH)
@UseGuards(TrackerGuard)
export class TrackController {
  constructor(private readonly trackers: TrackerService) {}

  @Post(':secret')
  @HttpCode(200)
  async track(@Req() request: TrackedRequest): Promise<[] | undefined> {
    const { tracker, body, query } = request;
    const report = readTrackerReport({ isForm: isForm(request), body, query });
    await this.trackers.receive(tracker, report);
    return report.expectsArray ? [] : undefined;
  }
}
