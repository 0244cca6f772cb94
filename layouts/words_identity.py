"""The texts of signing in, of who is signed in, and of the administrators' page: key -> (Simplified Chinese,
English).
"""

from typing import Final

SIGN_IN: Final[dict[str, tuple[str, str]]] = {
    "sign_in.title": ("登录", "Sign in"),
    "sign_in.heading": ("值守人员登录", "Officers' sign-in"),
    "sign_in.name": ("账号", "Account"),
    "sign_in.password": ("密码", "Password"),
    "sign_in.go": ("登录", "Sign in"),
    "sign_in.show": ("显示密码", "Show the password"),
    "sign_in.busy": ("正在核对", "Checking"),
    "sign_in.city": ("用统一身份认证登录", "Sign in with the city's account"),
    "sign_in.forgot": (
        "忘记密码请找管理员，由其发一次性密码。",
        "Forgotten? An administrator gives you a one-time password.",
    ),
    "sign_in.already": ("已登录：{name}", "Signed in as {name}"),
    "sign_in.go_on": ("进入值守台", "Go on to the desk"),
    "sign_in.go_on_there": ("继续", "Go on"),
    "sign_in.change": ("修改密码", "Change the password"),
    "sign_in.must_change": (
        "这是一次性密码。请先设一个只有您知道的新密码。",
        "This was a one-time password. Choose a new one first, known only to you.",
    ),
    "sign_in.old": ("现密码", "Present password"),
    "sign_in.new": ("新密码", "New password"),
    "sign_in.again": ("再输一次新密码", "New password once more"),
    "sign_in.rule": (
        "至少 {least} 个字符；长句子即可，不强求数字和符号。",
        "At least {least} characters. A long sentence will do; no digits or signs are asked for.",
    ),
    "sign_in.differ": ("两次输入的新密码不一致。", "The two new passwords differ."),
    "sign_in.changed": (
        "密码已修改，其他会话已退出。",
        "The password is changed; other sessions have ended.",
    ),
    "sign_in.out": ("退出登录", "Sign out"),
    "sign_in.signed_out": ("已退出登录。", "You are signed out."),
    "sign_in.unreachable": ("服务器没有回答，请稍后再试。", "The server did not answer. Try again."),
    "sign_in.wait": ("尝试过多，请 {s} 秒后再试。", "Too many tries. Try again in {s} s."),
    "sign_in.demo": (
        "演示自动登录：本机上无需账号，各人自报姓名。",
        "Demonstration: signed in by itself. On this machine nobody needs an account.",
    ),
    "sign_in.to_desk": ("值守台", "Duty desk"),
    "sign_in.needs_script": ("本页需要启用 JavaScript。", "This page needs JavaScript."),
}

OFFICER: Final[dict[str, tuple[str, str]]] = {
    "officer.signed_in": ("已登录", "Signed in"),
    "officer.demo": (
        "演示自动登录，姓名自报",
        "Demonstration: signed in by itself; you name yourself",
    ),
    "officer.account": ("{name} 的账号", "Account of {name}"),
    "officer.sign_out": ("退出", "Sign out"),
    "officer.asking": ("正在核对身份", "Asking who you are"),
    "officer.not_signed_in": ("未登录，不能下达指令", "Not signed in: no orders can be given"),
    "officer.screen": (
        "此为大屏设备身份，不能下达指令",
        "This is a screen's own identity: it gives no orders",
    ),
    "officer.no_roles": (
        "账号尚无角色，请找管理员",
        "Your account has no role yet: ask an administrator",
    ),
    "officer.sign_in": ("登录", "Sign in"),
    "officer.expired": (
        "登录已失效。已填内容都在，重新登录后可继续。",
        "Your session has ended. What you typed is kept; sign in again and go on.",
    ),
    "officer.sign_in_again": ("重新登录", "Sign in again"),
    "officer.other_way": ("其他登录方式", "Another way to sign in"),
    "officer.cancel": ("取消", "Cancel"),
    "officer.admin": ("管理", "Administration"),
}

ADMIN_FRAME: Final[dict[str, tuple[str, str]]] = {
    "admin.title": ("人员与设备", "People and devices"),
    "admin.users": ("人员", "People"),
    "admin.screens": ("大屏", "Screens"),
    "admin.tokens": ("数据源令牌", "Sources' tokens"),
    "admin.sessions": ("会话", "Sessions"),
    "admin.audit": ("审计", "Audit"),
    "admin.count": ("{n} 项", "{n} in all"),
    "admin.none": ("暂无", "None yet"),
    "admin.loading": ("正在读取", "Reading"),
    "admin.failed": ("未能读取：{why}", "Could not be read: {why}"),
    "admin.unreachable": ("服务器没有回答", "The server did not answer"),
    "admin.refused": ("未成：{why}", "Refused: {why}"),
    "admin.saved": ("已保存：{what}", "Saved: {what}"),
    "admin.cancel": ("取消", "Cancel"),
    "admin.save": ("保存", "Save"),
    "admin.change": ("修改", "Change"),
    "admin.sure": ("确定吗", "Sure?"),
    "admin.once": ("只显示这一次，请现在记下", "Shown this once: note it down now"),
    "admin.copy": ("复制", "Copy"),
    "admin.copied": ("已复制", "Copied"),
    "admin.done": ("已记下，关闭", "Noted; close"),
    "admin.never": ("从未", "never"),
    "admin.everywhere": ("全部辖区", "All of it"),
    "admin.yes": ("是", "Yes"),
    "admin.join": ("、", ", "),
    "admin.signed_out": ("登录已失效，请重新登录。", "Your session has ended: sign in again."),
}

ADMIN: Final[dict[str, tuple[str, str]]] = {
    # People
    "admin.user.add": ("添加人员", "Add a person"),
    "admin.user.id": ("账号", "Account"),
    "admin.user.id_rule": (
        "2 至 32 个小写字母、数字、点、下划线或连字符",
        "2 to 32 small letters, digits, dots, underscores or hyphens",
    ),
    "admin.user.name": ("姓名", "Name"),
    "admin.user.roles": ("角色", "Roles"),
    "admin.user.unit": ("部门", "Department"),
    "admin.user.no_unit": ("无", "None"),
    "admin.user.scope": ("辖区", "Scope"),
    "admin.user.admin": ("管理员", "Administrator"),
    "admin.user.status": ("状态", "Status"),
    "admin.user.active": ("可用", "Active"),
    "admin.user.disabled": ("已停用", "Disabled"),
    "admin.user.must_change": ("待改密码", "New password due"),
    "admin.user.disable": ("停用", "Disable"),
    "admin.user.enable": ("启用", "Enable"),
    "admin.user.password": ("发一次性密码", "One-time password"),
    "admin.user.password_of": ("{name} 的一次性密码", "One-time password of {name}"),
    "admin.user.sign_out": ("退出其全部会话", "End all sessions"),
    # Screens
    "admin.screen.add": ("登记大屏", "Enrol a screen"),
    "admin.screen.name": ("名称", "Name"),
    "admin.screen.seen": ("最近出现", "Last seen"),
    "admin.screen.enrolled": ("登记于", "Enrolled"),
    "admin.screen.revoke": ("撤销", "Revoke"),
    "admin.screen.revoked": ("已撤销 {time}", "Revoked {time}"),
    "admin.screen.address_of": (
        "在大屏“{name}”上打开一次此地址",
        "Open this address once on the screen “{name}”",
    ),
    # Tokens of sources
    "admin.token.add": ("发放令牌", "Issue a token"),
    "admin.token.source": ("数据源", "Source"),
    "admin.token.source_rule": ("wanglou.toml 中的来源名", "its name in wanglou.toml"),
    "admin.token.entities": ("可报对象", "May speak of"),
    "admin.token.entities_rule": (
        "每行一个编号式样，如 QH-04*；留空为任何",
        "a pattern of ids on each line, such as QH-04*; none: any",
    ),
    "admin.token.any": ("任何对象", "Anything"),
    "admin.token.issued": ("发放于", "Issued"),
    "admin.token.of": ("数据源“{name}”的令牌", "Token of the source “{name}”"),
    # Sessions
    "admin.session.who": ("人员", "Person"),
    "admin.session.begun": ("登录于", "Begun"),
    "admin.session.seen": ("最近使用", "Last used"),
    "admin.session.ends": ("至迟", "Ends at the latest"),
    "admin.session.end": ("结束", "End"),
    "admin.session.yours": ("本会话", "This one"),
    # Audit
    "admin.audit.at": ("时间", "When"),
    "admin.audit.by": ("何人", "By"),
    "admin.audit.what": ("事项", "What"),
    "admin.audit.subject": ("对象", "Of"),
    "admin.audit.detail": ("内容", "Details"),
    "admin.audit.verify": ("校验全部", "Verify all"),
    "admin.audit.whole": ("审计链完整：{n} 行", "The chain is whole: {n} rows"),
    "admin.audit.broken": ("审计链断裂：{why}", "The chain is broken: {why}"),
    "admin.audit.last": ("最近 {n} 行", "The last {n} rows"),
}

WORDS_IDENTITY: Final[dict[str, tuple[str, str]]] = {**SIGN_IN, **OFFICER, **ADMIN_FRAME, **ADMIN}
