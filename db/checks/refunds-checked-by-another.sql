-- A refund that wanted a checker went out only after another person than who asked for it had approved it.
select id, status, requested_by, approved_by from refunds
where needs_approval and status not in ('requested', 'rejected')
  and (approved_by is null or approved_by = requested_by or approved_at is null);
