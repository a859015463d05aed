;;; emacs.el --- Emacs with eglot: opens, types, hovers, completes, renames, fixes and closes.  -*- lexical-binding: t -*-

(require 'package)
(package-initialize)
(require 'eglot)
(require 'flymake)

(define-derived-mode nestc-yaml-mode text-mode "YAML")
(define-derived-mode nestc-terraform-mode text-mode "Terraform")
(add-to-list 'auto-mode-alist '("\\.yaml\\'" . nestc-yaml-mode))
(add-to-list 'auto-mode-alist '("\\.tf\\'" . nestc-terraform-mode))
(add-to-list 'eglot-server-programs
             `((nestc-yaml-mode nestc-terraform-mode) . (,(getenv "NESTC") "lsp")))
(setq eglot-sync-connect t
      eglot-send-changes-idle-time 0
      eglot-confirm-server-initiated-edits nil
      make-backup-files nil
      create-lockfiles nil
      auto-save-default nil)

(defun check (condition what)
  (unless condition
    (princ (format "emacs: %s\n%s\n" what (buffer-string)) #'external-debugging-output)
    (kill-emacs 1)))

(defun await (what condition)
  (let ((tries 0))
    (while (and (not (funcall condition)) (< tries 1000))
      (setq tries (1+ tries))
      (accept-process-output nil 0.02))
    (check (funcall condition) (format "timed out: %s" what))))

(defun codes ()
  (flymake-start)
  (mapcar (lambda (it) (format "%s" (flymake-diagnostic-text it))) (flymake-diagnostics)))

(defun says (text)
  (seq-some (lambda (it) (string-match-p (regexp-quote text) it)) (codes)))

(defun go-to (text)
  (goto-char (point-min))
  (check (search-forward text nil t) (format "no %s" text)))

(let ((default-directory (file-name-as-directory (getenv "WORK"))))
  ;; A project is a folder under version control.
  (let ((process-environment (cons "GIT_CONFIG_NOSYSTEM=1" process-environment)))
    (call-process "git" nil nil nil "init" "--quiet" "."))
  (find-file "web.yaml")
  (let ((buffer (current-buffer)))
    (apply #'eglot (eglot--guess-contact))
    (check (eglot-current-server) "the server does not start")
    (await "diagnostics" (lambda () (says "Imageid")))

    ;; The fix that a code action offers.
    (go-to "Imageid")
    (let* ((answer (jsonrpc-request
                    (eglot--current-server-or-lose) :textDocument/codeAction
                    (list :textDocument (eglot--TextDocumentIdentifier)
                          :range (list :start (eglot--pos-to-lsp-position (point))
                                       :end (eglot--pos-to-lsp-position (point)))
                          :context (list :diagnostics []))))
           (fix (seq-elt answer 0)))
      (check (equal (plist-get fix :kind) "quickfix") (format "no fix: %S" answer))
      (eglot--apply-workspace-edit (plist-get fix :edit)))
    (eglot--signal-textDocument/didChange)
    (await "the fix" (lambda () (not (says "Imageid"))))
    (go-to "ImageId")

    ;; What is typed is seen.
    (goto-char (point-max))
    (insert "Outputs: [\n")
    (eglot--signal-textDocument/didChange)
    (await "a syntax error" (lambda () (codes)))
    (delete-region (- (point-max) (length "Outputs: [\n")) (point-max))
    (eglot--signal-textDocument/didChange)

    (go-to "Ref: Zo")
    (let* ((items (jsonrpc-request (eglot--current-server-or-lose) :textDocument/completion
                                   (eglot--TextDocumentPositionParams)))
           (labels (mapcar (lambda (it) (plist-get it :label)) (plist-get items :items))))
      (check (member "Zone" labels) (format "completion: %S" (seq-take labels 20))))
    (eglot-rename "Place")
    (go-to "Ref: Place")
    (go-to "  Place:")

    (go-to "centos_7")
    (let ((hover (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover
                                  (eglot--TextDocumentPositionParams))))
      (check (string-match-p "m-bp1234567890abcdefgh" (format "%S" hover)) (format "hover: %S" hover)))

    (go-to "Ref: Pla")
    (let ((found (xref-backend-definitions 'eglot "Place")))
      (check found "no definition"))

    (set-buffer-modified-p nil)
    (let ((server (eglot-current-server)))
      (kill-buffer buffer)
      (ignore-errors (eglot-shutdown server)))))

(princ "emacs: all steps done\n")
(kill-emacs 0)
;;; emacs.el ends here
