"""WordPress: the theme families that hundreds of local papers use, on servers of their own.

Read from the page of a WordPress.com blog (2015), the themes' own code where it is public (Gian MR's wpberita, tagDiv's
single templates, JNews, TieLabs' Jannah, WordPress core's `post_class`, `body_class` and block markup), the selectors
of parsers of some thirty sites (2019 to 2026) and an ad blocker's list for Indonesia. Of the plugins that put boxes
into the text those are named whose class names are known.

A page is claimed where the body says `single` (WordPress prints that for posts, never for lists and pages) or the post
itself says what it is, and the theme's container of the text is there: `.entry-content` alone is nobody's mark. The
layouts are no eras but themes, so they exclude each other.

Lists, all by the core's documentation and on until a site closes them: the feed and the front page with their later
pages, posts by the REST interface, the core's sitemap (`/wp-sitemap.xml`) and those of Yoast and others, and the
archive of a day, which sites have whose addresses begin with the date.
"""

from dataclasses import replace

from newsarchive.models import Discovery, Layout, Network, Payload
from newsarchive.networks.auto import NETWORK as _AUTO

_RELATED = (
    # Of themes: Gian MR, JNews, Jannah, tagDiv, Soledad, Publisher.
    ".gmr-related-post-onlytitle, .gmr-related-post, .jnews_inline_related_post_wrapper, .jnews_inline_related_post",
    "#inline-related-post, .td-post-content .td_block_wrap, .penci-ilrelated-posts, .penci-inline-related-posts",
    ".bs-irp",
    # Of plugins: Jetpack, YARPP, Contextual Related Posts, Related Posts Thumbnails, Related Posts for WordPress.
    ".jp-relatedposts, .yarpp, .yarpp-related, .crp_related, .relpost-thumb-wrapper, .rp4wp-related-posts, .wp_rp_wrap",
    # Inline Related Posts: one anchor that holds a label and a headline; its classes are `IRPP_...` or mere numbers.
    '[class^="IRPP_"], a:has(.ctaText)',
    # A post shown inside another, of this site or of another one.
    "blockquote.wp-embedded-content, figure.is-type-wp-embed",
    ".baca-juga, .bacajuga, .related-posts, .related-post",
)
_ADS = ", ".join(
    (
        ".code-block, .ai-viewports, .wpcnt, .wordads-ad, .gmr-banner-insidecontent, .gmr-banner-beforecontent",
        ".gmr-banner-aftercontent, .gmr-floatbanner, .gmr-parallax, .td-a-rec, .jeg_ad, .stream-item, .bsac",
        ".adace-slot, .quads-location, .adsbygoogle, .penci-adsense-inside-content, .advertisement, .ads, .iklan",
    )
)
_SHARE = ", ".join(
    (
        ".sd-block, .addtoany_share_save_container, .heateor_sss_sharing_container, .essb_links, .swp_social_panel",
        ".mashsb-container, .simplesocialbuttons, .gmr-content-share, .jeg_share_top_container, .post-share",
        ".jeg_share_bottom_container, .td-post-sharing, .share-buttons, .social-share, .printfriendly, .pf-button",
        '[class^="share-"], [class*=" share-"], [class*="-share "], [class$="-share"], [class*="sharing"]',
    )
)
_BOXES = ", ".join(
    (
        "#toc_container, #ez-toc-container, .lwptoc, #ftwp-container-outer, .ruby-table-contents",
        ".wp-block-table-of-contents, .wp-block-rank-math-toc-block, .author-box, .saboxplugin-wrap, .abh_box",
        ".pp-multiple-authors-boxes-wrapper, .jeg_authorbox, .kk-star-ratings, .post-views, .pvc_stats",
        ".screen-reader-text, .post-shortlink, .rmp-widgets-container, .post-ratings, nav, .navigation",
        '[class*="newsletter"], [class*="subscribe"], [id*="newsletter"]',
    )
)
_EMBEDS = ", ".join(
    (
        ".twitter-tweet, .instagram-media, .tiktok-embed, .fb-post, .fb-video, .wp-block-embed-youtube",
        ".jetpack-video-wrapper",
    )
)
_CAPTION = "figcaption, .wp-caption-text"
_ELSEWHERE = ", ".join(
    (
        _CAPTION,
        ".page-links, .post-nav-links, .prevnextpost-links, .jeg_pagelinks, .page-nav-post, .multiple-post-pages",
        ".entry-footer, .entry-meta, .tags-links, .cat-links, .jeg_post_tags, .post-bottom-meta, .gmr-cf-metacontent",
        ".td-post-featured-image, p.postinfo, p.postmetadata",
    )
)
_POST = 'article[id^="post-"]:has({0}), div.hentry[id^="post-"]:has({0})'
"""The post itself: what stands around it, sliders and lists, prints dates and names of others."""

_ANY = Layout(
    name="any",
    recognise="html",
    title="h1",
    body="body",
    section='.breadcrumb a[href*="/category/"], .breadcrumbs a[href*="/category/"], a[rel~="category"]:first-of-type',
    figure="figure img, div.wp-caption img",
    caption=_CAPTION,
    pager=".page-links a, .post-nav-links a, .prevnextpost-links a",
    fields=(_ELSEWHERE,),
    related=_RELATED,
    drop=(_ADS, _SHARE, _BOXES, _EMBEDS),
)
"""What the core and the plugins do, whatever the theme."""

_YOAST = "yoast_head_json.schema.@graph[@type=Article]"
"""What the plugin Yoast SEO says of a post for search engines."""

_REST = replace(
    _ANY,
    name="rest-post",
    # A post as the REST interface tells it. `date` is the site's own clock, `date_gmt` is UTC without saying so.
    payload=Payload(
        record="",
        title="title.rendered",
        body="content.rendered",
        date_utc="date_gmt",
        modified_utc="modified_gmt",
        authors="_embedded.author[].name | yoast_head_json.author",
        # names come with `_embed`; a post without it has only the numbers of its categories and tags
        section=f"_embedded.wp:term[][taxonomy=category].name | {_YOAST}.articleSection[]",
        tags=f"_embedded.wp:term[][taxonomy=post_tag].name | {_YOAST}.keywords[]",
        image="_embedded.wp:featuredmedia[].source_url | jetpack_featured_media_url",
        caption="_embedded.wp:featuredmedia[].caption.rendered",
        url="link",
    ),
    section=None,
)
_CLASSIC = replace(
    _ANY,
    name="classic",  # themes of before 2010 and TieLabs' Sahifa
    recognise="body.single .hentry .entry:not(.entry-content)",
    title=".post-title, .entry-title, .hentry > h1, .hentry > h2",
    body=".entry:not(.entry-content)",
    scope=_POST.format(".entry"),
    date=".postdate, .post-date, .tie-date, time, .published, .date, .postmetadata",
    authors=".author a, a[rel=author], .post-meta-author a",
    tags='a[rel="tag"]',
    opening=".single-post-thumb img",
)
_BLOCKS = replace(
    _ANY,
    name="block-theme",
    recognise="body.single .wp-block-post-content",
    title=".wp-block-post-title",
    body=".wp-block-post-content",
    date=".wp-block-post-date time, .wp-block-post-date",
    authors=".wp-block-post-author__name, .wp-block-post-author-name",
    section=".taxonomy-category a:first-of-type",
    tags=".taxonomy-post_tag a",
    opening=".wp-block-post-featured-image img",
)
_NOT_OF_A_FAMILY = ":not(.entry-content-single):not(.wp-block-post-content)"
_PLAIN = replace(
    _ANY,
    name="plain",
    recognise=f"body.single:not(.jnews):not(#tie-body) .entry-content{_NOT_OF_A_FAMILY}",
    title=".entry-title, .post-title, h1",
    body=".entry-content",
    scope=_POST.format(".entry-content"),
    date="time, .entry-date:not(:has(time)), .post-date:not(:has(time)), .posted-on:not(:has(time))",
    authors=".author.vcard a, .author.vcard, .entry-author-name, .post-author a, .byline a, a[rel=author]",
    tags='.tags-links a[rel="tag"], .post-tags a, .tag-links a, .entry-tags a, .tagcloud a[rel="tag"]',
    opening=".post-thumbnail img, .featured-image img",
)
_BARE = replace(
    _PLAIN,
    name="bare",  # themes that do not print the classes of the body; a list has its headlines in h2
    recognise="body:not([class]) article.type-post h1.entry-title",
    needs=(f".entry-content{_NOT_OF_A_FAMILY}",),
)
_MVP = replace(
    _ANY,
    name="mvp",
    recognise="body.single #mvp-content-main",
    title="h1.mvp-post-title",
    body="#mvp-content-main",
    date="time.post-date, .mvp-post-date",
    authors=".author-name a, .author-name",
    section=".mvp-post-cat",
    tags=".mvp-post-tags a",
    opening="#mvp-post-feat-img img",
    caption=f"{_CAPTION}, .mvp-feat-caption",
)
_ELEMENTOR = replace(
    _ANY,
    name="elementor",  # any theme whose single page was built with Elementor
    recognise="body.single .elementor-widget-theme-post-content",
    title=".elementor-widget-theme-post-title .elementor-heading-title, h1.elementor-heading-title",
    body=".elementor-widget-theme-post-content",
    date=".elementor-post-info__item--type-date",
    stamp=".elementor-widget-post-info time",
    authors=".elementor-post-info__item--type-author",
    section=".elementor-post-info__terms-list a:first-of-type",
    opening=".elementor-widget-theme-post-featured-image img",
)
_JANNAH = replace(
    _ANY,
    name="jannah",
    recognise="body.single#tie-body .entry-content",
    title="h1.post-title, h1.entry-title",
    subtitle="h2.entry-sub-title",
    body=".entry-content",
    scope="#the-post",
    date=".single-post-meta .date, .entry-header .date.meta-item",
    authors=".meta-author .author-name",
    section=".post-cat-wrap a.post-cat:first-of-type",
    tags=".post-bottom-tags .tagcloud a",
    opening=".featured-area img",
    pager=".multiple-post-pages a",
)
_JNEWS = replace(
    _ANY,
    name="jnews",
    recognise="body.jnews.single .content-inner",
    title="h1.jeg_post_title",
    subtitle="h2.jeg_post_subtitle",
    body=".content-inner",
    date=".jeg_meta_container .jeg_meta_date",
    authors=".jeg_meta_container .jeg_meta_author a",
    section=".jeg_meta_container .jeg_meta_category a:first-of-type",
    tags=".jeg_post_tags a",
    opening=".jeg_featured img",
    pager=".jeg_pagelinks a",
)
_GIAN_MR = replace(
    _ANY,
    name="gian-mr",  # wpberita, newkarma, majalahpro
    recognise="body.single .entry-content-single",
    title="h1.entry-title",
    body=".entry-content-single",
    scope=_POST.format(".entry-content-single"),
    date="time.entry-date, .posted-on:not(:has(time))",
    authors=".author.vcard a",
    byline=".gmr-cf-metacontent",
    section=".cat-links-content a:first-of-type, .cat-links a:first-of-type",
    tags=".tags-links a",
    opening="figure > img.wp-post-image",
)
_TAGDIV = replace(
    _ANY,
    name="tagdiv",  # Newspaper and Newsmag, with the template builder or without
    recognise="body.single .td-post-content",
    title="h1.entry-title, h1.tdb-title-text",
    subtitle=".td-post-sub-title, .tdb_single_subtitle p",
    body=".td-post-content",
    scope=_POST.format(".td-post-content"),
    date=".td-post-date time, .tdb_single_date time, .td-post-header time",
    authors=".td-post-author-name a, .tdb-author-name",
    section=".td-category .entry-category:first-of-type a, .tdb-entry-category:first-of-type",
    tags=".td-post-source-tags .td-tags a, .tdb-tags a",
    opening=".tdb_single_featured_image img",
    figure=f"{_ANY.figure}, .td-post-featured-image img",
    caption=f"{_CAPTION}, .tdb-caption-text",
    pager=".page-nav-post a",
)

NETWORK = Network(
    slug="wordpress",
    name="WordPress",
    urls=_AUTO.urls,
    discovery=(
        Discovery("feed", paths=("/feed/",), step=1, later="?paged={page}"),
        Discovery(
            "index",
            paths=("/",),
            links="a[href]",
            more='a[href*="/category/"], a[href*="/kategori/"]',
            step=1,
            later="/page/{page}/",
        ),
        Discovery("rest", use="backfill"),
        Discovery(
            "index",
            paths=("/{date}/",),
            date_form="%Y/%m/%d",
            links="a[href]",
            step=1,
            later="/page/{page}/",
            use="backfill",
        ),
        Discovery("sitemap", paths=("/wp-sitemap.xml", "/sitemap_index.xml", "/sitemap.xml"), use="backfill"),
    ),
    layouts=(_REST, _CLASSIC, _BLOCKS, _MVP, _ELEMENTOR, _JANNAH, _PLAIN, _BARE, _JNEWS, _TAGDIV, _GIAN_MR),
    is_generic=True,
)
