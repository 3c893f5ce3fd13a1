-- An identity that names no figure, or has no terms, would check nothing.
with

identities as (

    select * from {{ ref('stg_reference__figure_identities') }}

),

identity_terms as (

    select * from {{ ref('stg_reference__figure_identity_terms') }}

),

figures as (

    select * from {{ ref('int_audit__figures_unioned') }}

),

named as (

    select
        identity_code,
        printed_row_key as row_key
    from identities
    union all
    select
        identity_code,
        operand_row_key as row_key
    from identity_terms
    where constant_text is null
    union all
    select
        identity_code,
        factor_row_key as row_key
    from identity_terms
    where factor_row_key is not null

),

final as (

    select
        named.identity_code,
        named.row_key
    from named
    left join figures
        on named.row_key = figures._seed_row_key
    where figures._seed_row_key is null
    union all
    select
        identities.identity_code,
        cast(null as {{ dbt.type_string() }}) as row_key
    from identities
    left join identity_terms
        on identities.identity_code = identity_terms.identity_code
    where identity_terms.identity_code is null

)

select * from final
