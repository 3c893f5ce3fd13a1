{{ counted_metrics('member', [
    'axis_zh',
    'member_zh',
    'institution_id',
    'institution_name_zh',
    'institution_level_zh',
    'region_zh',
]) }}
