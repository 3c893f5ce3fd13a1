with

seed_counts as (

    {% for seed_name in followed_seeds() %}
    select
        '{{ seed_name }}' as seed_name,
        count(*) as seed_row_count
    from {{ ref(seed_name) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

staging_rows as (

    {% for seed_name in followed_seeds() %}
    select
        '{{ seed_name }}' as seed_name,
        _seed_row_key as seed_row_key
    from {{ ref('stg_' ~ seed_name) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

batches as (

    select * from {{ ref('stg_landing__batches') }}

),

landed_rows as (

    select * from {{ ref('int_landing__rows_ranked') }}

),

final as (

    select
        seed_counts.seed_name,
        seed_counts.seed_row_count,
        staging_rows.seed_row_key
    from seed_counts
    left join staging_rows
        on seed_counts.seed_name = staging_rows.seed_name
    union all
    select
        batches.batch_id as seed_name,
        batches.landed_row_count as seed_row_count,
        landed_rows.seed_row_key
    from batches
    left join landed_rows
        on batches.batch_id = landed_rows.batch_id
    where batches.storage_code = 'facts'

)

select * from final
