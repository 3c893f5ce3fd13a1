{%- set columns = {
    'source_document_id': 'string',
    'scale_code': 'string',
    'scale_level': 'int',
    'level_name_zh': 'string',
    'impact_dimension_zh': 'string',
    'criterion_zh': 'string',
    'source_locator': 'string',
    '_seed_row_key': 'string',
} -%}
with

risk_likelihood_levels as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__risk_likelihood_levels') }}

),

risk_impact_levels as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__risk_impact_levels') }}

),

likelihoods as (

    select
        *,
        'likelihood' as scale_code,
        likelihood_level as scale_level,
        likelihood_name_zh as level_name_zh,
        likelihood_description_zh as criterion_zh
    from risk_likelihood_levels

),

impacts as (

    select
        *,
        'impact' as scale_code,
        impact_level as scale_level,
        impact_name_zh as level_name_zh
    from risk_impact_levels

),

final as (

    {{ union_of(columns, [
        {'from': 'likelihoods', 'lacks': ['impact_dimension_zh']},
        {'from': 'impacts'},
    ]) }}

)

select * from final
